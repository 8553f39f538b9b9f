create table spaces (
	id bigint generated always as identity primary key,
	slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
	name text not null check (length(name) between 1 and 80),
	description text not null default '' check (length(description) <= 500),
	-- public: all; members: signed in; groups: named groups; company: named companies; company_only: every company, each its own threads.
	kind text not null default 'public' check (kind in ('public', 'members', 'groups', 'company', 'company_only')),
	colour smallint not null default 1 check (colour between 1 and 4),
	position integer not null default 0,
	-- Who may start threads: everyone who reads, or staff only (announcements).
	posting text not null default 'readers' check (posting in ('readers', 'staff')),
	form_template jsonb not null default '[]',
	archived_at timestamptz,
	created_at timestamptz not null default now()
);
create table space_groups (
	space_id bigint not null references spaces (id) on delete cascade,
	group_id bigint not null references groups (id) on delete cascade,
	primary key (space_id, group_id)
);
create table space_companies (
	space_id bigint not null references spaces (id) on delete cascade,
	company_id bigint not null references companies (id) on delete cascade,
	primary key (space_id, company_id)
);
create table space_moderators (
	space_id bigint not null references spaces (id) on delete cascade,
	member_id bigint not null references members (id) on delete cascade,
	primary key (space_id, member_id)
);
create index space_moderators_member on space_moderators (member_id);
create table space_stats (
	space_id bigint primary key references spaces (id) on delete cascade,
	threads integer not null default 0,
	waiting integer not null default 0
);

create table tags (
	id bigint generated always as identity primary key,
	name text not null unique check (name ~ '^[[:alnum:]][[:alnum:]+#.-]{0,39}$' and name = lower(name)),
	description text not null default '' check (length(description) <= 2000),
	created_at timestamptz not null default now()
);
create index tags_name_trgm on tags using gin (name gin_trgm_ops);
create table tag_stats (
	tag_id bigint primary key references tags (id) on delete cascade,
	-- Threads in public spaces only: shown to all.
	threads integer not null default 0
);
