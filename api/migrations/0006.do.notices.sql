create table watches (
	member_id bigint not null references members (id) on delete cascade,
	target_kind text not null check (target_kind in ('thread', 'tag', 'space')),
	target_id bigint not null,
	level text not null check (level in ('all', 'first_post', 'mentions', 'none')),
	-- asked, answered, me-too: watched by a deed; chosen: by hand, never overruled by a deed.
	reason text not null default 'chosen',
	created_at timestamptz not null default now(),
	primary key (member_id, target_kind, target_id)
);
create index watches_target on watches (target_kind, target_id) where level in ('all', 'first_post');

create table notices (
	id bigint generated always as identity primary key,
	member_id bigint not null references members (id) on delete cascade,
	kind text not null,
	thread_id bigint references threads (id) on delete cascade,
	post_id bigint references posts (id) on delete cascade,
	-- Who caused it, newest first, at most 5; count is the number of events bundled.
	actor_ids bigint[] not null default '{}',
	count integer not null default 1,
	group_key text not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	seen_at timestamptz,
	mail_due_at timestamptz,
	mailed_at timestamptz
);
create unique index notices_bundle on notices (member_id, group_key) where seen_at is null;
create index notices_inbox on notices (member_id, updated_at desc, id desc);
create index notices_unseen on notices (member_id) where seen_at is null;
create index notices_mail_due on notices (mail_due_at) where mailed_at is null and seen_at is null and mail_due_at is not null;

-- One row per event bundled: a repeated event adds nothing.
create table notice_events (
	member_id bigint not null references members (id) on delete cascade,
	event_id bigint not null,
	notice_id bigint not null references notices (id) on delete cascade,
	primary key (member_id, event_id)
);

create table notice_choices (
	member_id bigint not null references members (id) on delete cascade,
	kind text not null,
	channel text not null check (channel in ('app', 'mail')),
	chosen boolean not null,
	primary key (member_id, kind, channel)
);

create table mails (
	id bigint generated always as identity primary key,
	-- Names the deed that it tells of: the same mail is written once.
	key text not null unique,
	member_id bigint references members (id) on delete set null,
	kind text not null,
	recipient text not null,
	subject text not null,
	text_part text not null,
	html_part text not null,
	headers jsonb not null default '{}',
	created_at timestamptz not null default now(),
	sent_at timestamptz,
	attempts smallint not null default 0,
	next_attempt_at timestamptz not null default now(),
	failed_at timestamptz,
	error text
);
create index mails_waiting on mails (next_attempt_at) where sent_at is null and failed_at is null;
create index mails_newest on mails (id desc);
