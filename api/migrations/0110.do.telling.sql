-- Notices and replies of a telling go out after it, a batch at a time: what waits has no moment, no post.
alter table telling_recipients add column notified_at timestamptz;
create index telling_recipients_waiting on telling_recipients (telling_id, member_id) where notified_at is null;
alter table telling_replies alter column post_id drop not null;
create index telling_replies_waiting on telling_replies (telling_id, thread_id) where post_id is null;

-- What has become of a thread that is evidence of an insight. The insights module says it; lists and votes, which know nothing of
-- insights, ask for it.
alter table threads
	add column stage text check (stage in ('review', 'planned', 'progress', 'shipped', 'declined')),
	add column decided_at timestamptz;
comment on column threads.stage is 'The stage of its insight while that is public.';
comment on column threads.decided_at is 'Its insight was shipped or declined, and that is no secret: votes on it are open no more.';
create index threads_with_outcome on threads (id) where stage is not null or decided_at is not null;
