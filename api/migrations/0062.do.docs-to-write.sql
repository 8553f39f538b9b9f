-- Searches that found nothing, counted by day and without who searched: what there should be a document about.
create table empty_searches (
	-- As it is compared: lower case, single spaces, no operators.
	query text not null check (length(query) between 3 and 100),
	day date not null,
	searches integer not null default 0,
	-- Different searchers of the day.
	searchers integer not null default 0,
	last_at timestamptz not null,
	primary key (query, day)
);
create index empty_searches_day on empty_searches (day);

-- Who searched what today, under a hash whose salt is thrown away with the day: it serves to count nobody twice.
create table empty_search_salts (
	day date primary key,
	salt bytea not null
);
create table empty_searchers (
	day date not null references empty_search_salts (day) on delete cascade,
	searcher_hash text not null,
	query text not null,
	last_at timestamptz not null,
	primary key (day, searcher_hash, query)
);

-- What staff have written of it: a search, or a thread that many ask anew.
create table written_documents (
	id bigint generated always as identity primary key,
	query text unique,
	thread_id bigint unique references threads (id) on delete cascade,
	url text check (url ~ '^https?://'),
	written_by bigint references members (id) on delete set null,
	written_at timestamptz not null default now(),
	check ((query is null) <> (thread_id is null))
);
create index written_documents_by on written_documents (written_by) where written_by is not null;
