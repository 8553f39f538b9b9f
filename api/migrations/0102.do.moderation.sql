-- One open item per post gathers all that speaks against it.
create table queue_items (
	id bigint generated always as identity primary key,
	post_id bigint not null references posts (id) on delete cascade,
	space_id bigint not null references spaces (id),
	author_id bigint references members (id),
	causes text[] not null default '{}',
	-- What rules found: [{ rule, detail }].
	findings jsonb not null default '[]',
	report_count integer not null default 0,
	weight real not null default 0,
	state text not null default 'open' check (state in ('open', 'decided')),
	opened_at timestamptz not null default now(),
	claimed_by bigint references members (id),
	claimed_until timestamptz,
	decided_at timestamptz,
	decided_by bigint references members (id),
	version integer not null default 1
) with (fillfactor = 80);
create unique index queue_items_open on queue_items (post_id) where state = 'open';
create index queue_items_heaviest on queue_items (weight desc, id) where state = 'open';
create index queue_items_space on queue_items (space_id, weight desc, id) where state = 'open';
create index queue_items_decided on queue_items (decided_at desc, id desc) where state = 'decided';
create index queue_items_author on queue_items (author_id);
create index queue_items_claimed on queue_items (claimed_by) where state = 'open' and claimed_by is not null;

create table reports (
	id bigint generated always as identity primary key,
	item_id bigint not null references queue_items (id) on delete cascade,
	post_id bigint not null references posts (id) on delete cascade,
	reporter_id bigint not null references members (id) on delete cascade,
	reason text not null check (reason in ('spam', 'rude', 'off-topic', 'private-data', 'needs-staff', 'other')),
	words text not null default '' check (length(words) <= 1000),
	weight real not null,
	created_at timestamptz not null default now(),
	outcome text check (outcome in ('acted', 'kept', 'withdrawn')),
	answer text not null default '',
	decided_at timestamptz
);
create unique index reports_once on reports (item_id, reporter_id);
create index reports_reporter on reports (reporter_id, id desc);
create index reports_post on reports (post_id);

create table queue_decisions (
	id bigint generated always as identity primary key,
	item_id bigint not null references queue_items (id) on delete cascade,
	actor_id bigint references members (id),
	action text not null check (action in ('keep', 'hide', 'delete', 'edit')),
	rule text,
	reason text not null default '' check (length(reason) <= 1000),
	to_reporters text not null default '',
	-- What undoing needs: the post's state before, the revision, the sanction.
	before jsonb not null default '{}',
	sanction_id bigint,
	at timestamptz not null default now(),
	undone_at timestamptz,
	undone_by bigint references members (id)
);
create index queue_decisions_item on queue_decisions (item_id, id desc);

create table sanctions (
	id bigint generated always as identity primary key,
	member_id bigint not null references members (id) on delete cascade,
	kind text not null check (kind in ('silence', 'suspend')),
	reason text not null check (length(reason) between 1 and 1000),
	actor_id bigint references members (id),
	at timestamptz not null default now(),
	-- Null: until lifted.
	until timestamptz,
	lifted_at timestamptz,
	lifted_by bigint references members (id)
);
create index sanctions_member on sanctions (member_id, id desc);
alter table queue_decisions add constraint queue_decisions_sanction_fkey foreign key (sanction_id) references sanctions (id);

-- Seen by staff and moderators only.
create table staff_notes (
	id bigint generated always as identity primary key,
	subject text not null check (subject in ('thread', 'member')),
	subject_id bigint not null,
	author_id bigint not null references members (id),
	source_text text not null check (length(source_text) between 1 and 4000),
	html text not null,
	created_at timestamptz not null default now(),
	edited_at timestamptz,
	deleted_at timestamptz
);
create index staff_notes_subject on staff_notes (subject, subject_id, id) where deleted_at is null;
