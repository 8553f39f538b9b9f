create table votes (
	id bigint generated always as identity primary key,
	post_id bigint not null references posts (id) on delete cascade,
	-- Null for imported votes whose voter the source does not tell.
	member_id bigint references members (id),
	value smallint not null check (value in (-1, 1)),
	cast_at timestamptz not null default now(),
	source text,
	source_id text
);
create unique index votes_once on votes (post_id, member_id) where member_id is not null;
create unique index votes_source on votes (source, source_id) where source is not null;
create index votes_post on votes (post_id);
create index votes_member on votes (member_id, cast_at desc) where member_id is not null;

create table me_too (
	thread_id bigint not null references threads (id) on delete cascade,
	member_id bigint not null references members (id) on delete cascade,
	created_at timestamptz not null default now(),
	primary key (thread_id, member_id)
);
create index me_too_member on me_too (member_id, created_at desc);

-- A ledger: one row per reason; an undone deed marks its row, members.reputation is the sum of the rest.
create table reputation_entries (
	id bigint generated always as identity primary key,
	member_id bigint not null references members (id) on delete cascade,
	reason text not null check (reason in
		('answer-accepted', 'answer-confirmed', 'answer-upvoted', 'thread-upvoted', 'accepted-answer', 'downvoted', 'gave-downvote')),
	-- What the deed is worth, and what it gave after the daily cap.
	worth integer not null,
	points integer not null,
	thread_id bigint references threads (id) on delete cascade,
	post_id bigint references posts (id) on delete cascade,
	cause_member_id bigint references members (id),
	at timestamptz not null default now(),
	undone_at timestamptz
);
create unique index reputation_once on reputation_entries (member_id, reason, post_id, cause_member_id) where undone_at is null;
create index reputation_member on reputation_entries (member_id, at desc, id desc);
