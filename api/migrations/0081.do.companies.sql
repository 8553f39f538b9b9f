-- Seen by staff only.
alter table companies add column notes text not null default '' check (length(notes) <= 5000);
-- A merged company keeps its row: what points to it and is not known here can follow.
alter table companies add column merged_into bigint references companies (id), add constraint companies_merged_check check (merged_into <> id);
drop index companies_name;
create unique index companies_name on companies (lower(name)) where merged_into is null;
create index companies_name_trgm on companies using gin (lower(name) gin_trgm_ops);
create index companies_domains on companies using gin (mail_domains);
create index space_companies_company on space_companies (company_id);
create index space_groups_group on space_groups (group_id);
