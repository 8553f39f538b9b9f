-- Posts that moved from one thread into another, exactly: an undo moves them back and leaves what came since.
create table thread_merges (
	id bigint generated always as identity primary key,
	deed_id bigint not null unique references thread_deeds (id) on delete cascade,
	-- merge: the whole thread went; split: chosen answers became a thread of their own.
	kind text not null check (kind in ('merge', 'split')),
	from_thread_id bigint not null references threads (id) on delete cascade,
	into_thread_id bigint not null references threads (id) on delete cascade,
	-- The post that changed its part: the opening text of a merged thread, the first answer of a split one.
	head_post_id bigint not null references posts (id),
	post_ids bigint[] not null,
	-- What went along, as it was: [{ id, at, by }], [{ memberId, createdAt }], [{ memberId, level, reason, createdAt }], rows of thread_links.
	acceptances jsonb not null default '[]',
	me_too jsonb not null default '[]',
	watches jsonb not null default '[]',
	links jsonb not null default '[]',
	-- Whose “me too” and watch were new at the other thread, and the links made there.
	added_me_too bigint[] not null default '{}',
	added_watches bigint[] not null default '{}',
	added_links bigint[] not null default '{}',
	-- The state of the thread that went.
	state_before text not null default 'published',
	at timestamptz not null default now(),
	undone_at timestamptz,
	check (from_thread_id <> into_thread_id)
);
create index thread_merges_from on thread_merges (from_thread_id) where undone_at is null;
create index thread_merges_into on thread_merges (into_thread_id) where undone_at is null;

-- Where a thread went whole: its address leads there.
alter table threads add column merged_into_id bigint references threads (id);
create index threads_merged on threads (merged_into_id) where merged_into_id is not null;
