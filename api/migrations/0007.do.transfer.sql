create table old_addresses (
	path text primary key,
	target text not null,
	source text not null
);

create table import_runs (
	id bigint generated always as identity primary key,
	source text not null,
	started_at timestamptz not null default now(),
	finished_at timestamptz,
	checkpoint jsonb not null default '{}',
	report jsonb not null default '{}'
);

create table import_map (
	source text not null,
	kind text not null,
	source_id text not null,
	target_id bigint not null,
	primary key (source, kind, source_id)
);
