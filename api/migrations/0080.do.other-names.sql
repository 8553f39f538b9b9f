-- A tag's other names: rows of their own, so that a name belongs to one tag only. No thread carries them.
alter table tags add column main_tag_id bigint references tags (id), add constraint tags_main_check check (main_tag_id <> id);
create index tags_main on tags (main_tag_id) where main_tag_id is not null;

-- What undoing a merge needs: which threads carried the tag, and which of them the main one as well.
create table tag_merges (
	id bigint generated always as identity primary key,
	tag_id bigint not null references tags (id) on delete cascade,
	main_tag_id bigint not null references tags (id) on delete cascade,
	description text not null,
	-- Names that were the merged tag's.
	synonym_ids bigint[] not null default '{}',
	watcher_ids bigint[] not null default '{}',
	merged_by bigint references members (id),
	merged_at timestamptz not null default now(),
	undone_at timestamptz
);
create index tag_merges_main on tag_merges (main_tag_id, id desc) where undone_at is null;
create index tag_merges_tag on tag_merges (tag_id);
create table tag_merge_threads (
	merge_id bigint not null references tag_merges (id) on delete cascade,
	thread_id bigint not null references threads (id) on delete cascade,
	had_both boolean not null,
	primary key (merge_id, thread_id)
);
create index tag_merge_threads_thread on tag_merge_threads (thread_id);

-- Addresses that a space had before. Told only to those who may read the space, hence not among old_addresses.
create table former_space_slugs (
	slug text primary key,
	space_id bigint not null references spaces (id) on delete cascade,
	changed_at timestamptz not null default now()
);
create index former_space_slugs_space on former_space_slugs (space_id);
