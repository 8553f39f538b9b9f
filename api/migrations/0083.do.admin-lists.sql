-- Lists of the admin's pages: members by parts of their address, by role, state and company, newest first.
create index members_mail_trgm on members using gin (lower(mail) gin_trgm_ops) where mail is not null;
create index members_role on members (role, id desc) where role <> 'member';
create index members_state on members (state, id desc) where state not in ('active', 'deleted');
create index members_company_newest on members (company_id, id desc) where company_id is not null;
drop index members_company;
create index members_joined on members (created_at);
create index event_effects_failed on event_effects (event_id) where error is not null;
create index mails_failed on mails (failed_at) where failed_at is not null;
