-- Shortcuts of a single key can be switched off (WCAG 2.1.4): who dictates or presses keys by accident needs them gone.
alter table members add column single_keys boolean not null default true;
