-- What an admin sees and mends: runs of the search indexes, effects and mails given up on, the community's own pictures.

-- Rebuilds and comparisons of the search indexes; the newest few are kept.
create table search_runs (
	id bigint generated always as identity primary key,
	kind text not null check (kind in ('rebuild', 'compare')),
	started_at timestamptz not null,
	ended_at timestamptz,
	-- Of a rebuild: threads taken over so far, and how many there were when it began.
	done integer not null default 0,
	total integer not null default 0,
	-- Of a comparison: what differed and is mended.
	differing integer,
	error text
);
create index search_runs_newest on search_runs (kind, id desc);

-- Asked for once more, or given up for good.
alter table event_effects
	add column asked_again_at timestamptz,
	add column dismissed_at timestamptz;
create index event_effects_asked_again on event_effects (asked_again_at) where asked_again_at is not null;
drop index if exists event_effects_failed;
create index event_effects_failed on event_effects (event_id) where error is not null and dismissed_at is null;

alter table mails add column dismissed_at timestamptz;
drop index if exists mails_failed;
create index mails_failed on mails (failed_at desc, id desc) where failed_at is not null and dismissed_at is null;
create index mails_sent on mails (sent_at) where sent_at is not null;

alter table files drop constraint files_purpose_check;
alter table files add constraint files_purpose_check check (purpose in ('post', 'picture', 'brand'));
