-- Which backups were made of this database, for the page that says when the last one was.
create table backups (
	id bigint generated always as identity primary key,
	started_at timestamptz not null,
	finished_at timestamptz not null default now(),
	bytes bigint not null,
	row_count bigint not null,
	files integer not null
);
create index backups_newest on backups (finished_at desc);
