-- What moderators did to threads and posts, each with how it was before: enough to undo it, and the history beside an item.
create table thread_deeds (
	id bigint generated always as identity primary key,
	act text not null,
	thread_id bigint not null references threads (id) on delete cascade,
	post_id bigint references posts (id) on delete cascade,
	-- Where it was done: who moderates this space may undo it, wherever the thread went.
	space_id bigint not null references spaces (id),
	-- Null: the product itself, by a rule.
	actor_id bigint references members (id),
	reason text not null default '' check (length(reason) <= 1000),
	rule text,
	-- The columns that changed, as they were and as they became.
	before jsonb not null default '{}',
	after jsonb not null default '{}',
	at timestamptz not null default now(),
	undone_at timestamptz,
	undone_by bigint references members (id)
);
create index thread_deeds_thread on thread_deeds (thread_id, id desc);
create index thread_deeds_post on thread_deeds (post_id, id desc) where post_id is not null;

-- Why a post is held, and what it was: one open row per held post, closed by its release.
create table post_holds (
	id bigint generated always as identity primary key,
	post_id bigint not null references posts (id) on delete cascade,
	held_at timestamptz not null default now(),
	-- Null: a rule.
	held_by bigint references members (id),
	-- What its author is told.
	reason text not null default '' check (length(reason) <= 1000),
	-- What rules found, for moderators: [{ rule, detail }].
	findings jsonb not null default '[]',
	-- new: it was never seen.
	state_before text not null check (state_before in ('new', 'published')),
	accepted_at timestamptz,
	accepted_by bigint references members (id),
	released_at timestamptz,
	released_by bigint references members (id)
);
create unique index post_holds_open on post_holds (post_id) where released_at is null;
create index post_holds_post on post_holds (post_id, id desc);

-- A space's list begins with its pinned threads.
create index threads_pinned on threads (space_id, pinned_at desc, id desc) where pinned_at is not null and state = 'published' and listed;
