-- False for what goes by mail only: it is gathered like the rest, but neither listed nor counted, and closed once it was mailed.
alter table notices add column in_app boolean not null default true;
drop index notices_unseen;
create index notices_unseen on notices (member_id) where seen_at is null and in_app;
-- What is withdrawn when a post goes.
create index notices_of_thread on notices (thread_id) where seen_at is null;
