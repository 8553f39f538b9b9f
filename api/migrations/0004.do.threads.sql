create table threads (
	id bigint generated always as identity primary key,
	kind text not null check (kind in ('question', 'idea', 'problem', 'discussion', 'announcement')),
	space_id bigint not null references spaces (id),
	-- In a company-only space: whose thread it is; null means staff only.
	company_id bigint references companies (id),
	title text not null check (length(title) between 1 and 300),
	author_id bigint references members (id),
	language text not null default 'en',
	-- pending: waits for the author's address to be verified; held: waits for a moderator.
	state text not null default 'published' check (state in ('published', 'pending', 'held', 'deleted')),
	listed boolean not null default true,
	pinned_at timestamptz,
	locked_at timestamptz,
	closed_at timestamptz,
	closed_reason text,
	solved_otherwise text,
	solved_at timestamptz,
	form_values jsonb not null default '{}',
	-- Grows with every change a reader could see, also of its posts: ETag, live catch-up.
	version integer not null default 1,
	created_at timestamptz not null default now(),
	active_at timestamptz not null default now(),
	deleted_at timestamptz,
	source text
);
create index threads_newest on threads (created_at desc, id desc) where state = 'published' and listed;
create index threads_space_newest on threads (space_id, created_at desc, id desc) where state = 'published' and listed;
create index threads_kind_newest on threads (kind, created_at desc, id desc) where state = 'published' and listed;
create index threads_author on threads (author_id, created_at desc, id desc);
create index threads_title_trgm on threads using gin (lower(title) gin_trgm_ops);
create index threads_changed on threads (active_at desc, id desc) where state = 'published' and listed;

create table posts (
	id bigint generated always as identity primary key,
	thread_id bigint not null references threads (id),
	kind text not null check (kind in ('opening', 'answer', 'comment')),
	-- A comment's opening text or answer.
	parent_id bigint references posts (id),
	author_id bigint references members (id),
	-- The name as written at the source, for authors who are not members.
	author_name text,
	-- The author deleted it with answers below and asked that the name go too.
	author_hidden boolean not null default false,
	source_text text not null check (length(source_text) <= 64000),
	html text not null,
	plain_text text not null,
	html_version smallint not null,
	state text not null default 'published' check (state in ('published', 'pending', 'held', 'deleted')),
	version integer not null default 1,
	created_at timestamptz not null default now(),
	edited_at timestamptz,
	deleted_at timestamptz,
	deleted_by bigint references members (id),
	accepted_at timestamptz,
	accepted_by bigint references members (id),
	licence text,
	source text,
	source_url text,
	check ((kind = 'comment') = (parent_id is not null))
);
create unique index posts_opening on posts (thread_id) where kind = 'opening';
create index posts_thread on posts (thread_id, kind, created_at, id);
create index posts_parent on posts (parent_id, created_at, id) where kind = 'comment';
create index posts_author on posts (author_id, created_at desc, id desc) where state = 'published';
create index posts_html_version on posts (html_version, id);
create index posts_deleted on posts (deleted_at) where state = 'deleted';

create table revisions (
	id bigint generated always as identity primary key,
	post_id bigint not null references posts (id) on delete cascade,
	number integer not null,
	editor_id bigint references members (id),
	editor_name text,
	title text,
	tags text[],
	source_text text not null,
	reason text not null default '' check (length(reason) <= 500),
	created_at timestamptz not null default now(),
	unique (post_id, number)
);

create table thread_tags (
	thread_id bigint not null references threads (id) on delete cascade,
	tag_id bigint not null references tags (id) on delete cascade,
	-- Copied so that a tag's list is read in order from one index.
	created_at timestamptz not null,
	primary key (thread_id, tag_id)
);
create index thread_tags_tag on thread_tags (tag_id, created_at desc, thread_id desc);

create table thread_stats (
	thread_id bigint primary key references threads (id) on delete cascade,
	space_id bigint not null,
	score integer not null default 0,
	answers integer not null default 0,
	accepted integer not null default 0,
	comments integer not null default 0,
	me_too integer not null default 0,
	views integer not null default 0,
	-- Question or problem, published and open, without answer, acceptance or other solution.
	needs_answer boolean not null default false,
	-- Does not age: log10 of votes and answers plus creation time in units of 12.5 h (after Reddit's published ranking).
	hot double precision not null default 0,
	last_answer_at timestamptz,
	last_author_id bigint
) with (fillfactor = 80);
create index thread_stats_hot on thread_stats (hot desc, thread_id desc);
create index thread_stats_space_hot on thread_stats (space_id, hot desc, thread_id desc);
create index thread_stats_needs_answer on thread_stats (thread_id desc) where needs_answer;

create table post_stats (
	post_id bigint primary key references posts (id) on delete cascade,
	up integer not null default 0,
	down integer not null default 0,
	score integer not null default 0,
	comments integer not null default 0
) with (fillfactor = 80);

create table post_mentions (
	post_id bigint not null references posts (id) on delete cascade,
	member_id bigint not null references members (id) on delete cascade,
	primary key (post_id, member_id)
);

create table thread_links (
	id bigint generated always as identity primary key,
	from_thread_id bigint not null references threads (id) on delete cascade,
	to_thread_id bigint not null references threads (id) on delete cascade,
	kind text not null check (kind in ('duplicate', 'related')),
	state text not null default 'confirmed' check (state in ('proposed', 'confirmed', 'declined')),
	proposed_by bigint references members (id),
	decided_by bigint references members (id),
	created_at timestamptz not null default now(),
	source text,
	unique (from_thread_id, to_thread_id, kind),
	check (from_thread_id <> to_thread_id)
);
create index thread_links_to on thread_links (to_thread_id, kind);

create table drafts (
	id bigint generated always as identity primary key,
	member_id bigint references members (id) on delete cascade,
	-- A visitor's ask, kept under the SHA-256 of a cookie until they sign up.
	visitor_hash text,
	kind text not null check (kind in ('thread', 'answer', 'comment', 'edit')),
	-- Thread answered, post commented on or edited; 0 for a new thread.
	target_id bigint not null default 0,
	content jsonb not null,
	updated_at timestamptz not null default now(),
	check ((member_id is null) <> (visitor_hash is null))
);
create unique index drafts_member on drafts (member_id, kind, target_id) where member_id is not null;
create unique index drafts_visitor on drafts (visitor_hash, kind, target_id) where visitor_hash is not null;

create table thread_reads (
	member_id bigint not null references members (id) on delete cascade,
	thread_id bigint not null references threads (id) on delete cascade,
	first_read_at timestamptz not null default now(),
	last_read_at timestamptz not null default now(),
	primary key (member_id, thread_id)
);

create table member_stats (
	member_id bigint primary key references members (id) on delete cascade,
	threads integer not null default 0,
	answers integer not null default 0,
	accepted integer not null default 0
);

create table top_snapshots (
	id bigint generated always as identity primary key,
	taken_at timestamptz not null default now()
);
create table top_entries (
	snapshot_id bigint not null references top_snapshots (id) on delete cascade,
	rank integer not null,
	thread_id bigint not null references threads (id) on delete cascade,
	primary key (snapshot_id, rank)
);

create table files (
	id bigint generated always as identity primary key,
	owner_id bigint not null references members (id),
	name text not null check (length(name) between 1 and 200),
	content_type text not null,
	bytes integer not null,
	width integer,
	height integer,
	storage_key text not null unique,
	purpose text not null default 'post' check (purpose in ('post', 'picture')),
	created_at timestamptz not null default now()
);
alter table members add foreign key (picture_file_id) references files (id);
create table file_uses (
	file_id bigint not null references files (id) on delete cascade,
	post_id bigint not null references posts (id) on delete cascade,
	primary key (file_id, post_id)
);
create index file_uses_post on file_uses (post_id);
