-- What the source told of a row besides its text: score, answers, reputation; for the comparison at the end.
alter table import_map add column note jsonb;
create index import_map_target on import_map (source, kind, target_id);
create index import_runs_source on import_runs (source, id);

-- History waits here until its post arrives; emptied at the end of a run.
create table import_history (
	source text not null,
	post_source_id text not null,
	place bigint not null,
	part text not null check (part in ('title', 'body', 'tags', 'closed', 'reopened', 'locked', 'unlocked')),
	-- Parts changed by one edit share it.
	edit text not null,
	at timestamptz not null,
	member_source_id text,
	member_name text,
	comment text not null,
	text text not null,
	primary key (source, post_source_id, place)
);
