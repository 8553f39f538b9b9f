-- Which letters and digits a name may hold is said once, by the contract, for all scripts; what counts as one here depends on the
-- server's locale.
alter table tags drop constraint tags_name_check;
alter table tags add constraint tags_name_check check (length(name) between 1 and 40 and name !~ '[[:space:]/]');
