create table companies (
	id bigint generated always as identity primary key,
	name text not null check (length(name) between 1 and 120),
	mail_domains text[] not null default '{}',
	created_at timestamptz not null default now()
);
create unique index companies_name on companies (lower(name));

create table members (
	id bigint generated always as identity primary key,
	handle text not null check (handle ~ '^[a-z0-9][a-z0-9_.-]{1,29}$'),
	display_name text not null check (length(display_name) between 1 and 60),
	-- Null for members that an import brought and nobody has claimed yet, and for former members.
	mail text,
	mail_verified_at timestamptz,
	password_hash text,
	role text not null default 'member'
		check (role in ('member', 'champion', 'moderator', 'agent', 'product', 'success', 'admin')),
	state text not null default 'active' check (state in ('active', 'silenced', 'suspended', 'deleted')),
	state_until timestamptz,
	company_id bigint references companies (id),
	title text not null default '' check (length(title) <= 80),
	bio text not null default '' check (length(bio) <= 2000),
	picture_file_id bigint,
	language text not null default 'en',
	time_zone text not null default 'UTC',
	theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
	shows_presence boolean not null default true,
	trust_level smallint not null default 0 check (trust_level between 0 and 4),
	reputation integer not null default 0,
	created_at timestamptz not null default now(),
	last_seen_at timestamptz,
	deleted_at timestamptz,
	source text,
	source_id text
);
create unique index members_handle on members (handle);
create unique index members_mail on members (lower(mail)) where mail is not null;
create unique index members_source on members (source, source_id) where source is not null;
create index members_name_trgm on members using gin ((handle || ' ' || lower(display_name)) gin_trgm_ops);
create index members_reputation on members (reputation desc, id) where state <> 'deleted';
create index members_company on members (company_id) where company_id is not null;

create table sessions (
	-- SHA-256 of the session id, so that a leaked table opens no session.
	id_hash text primary key,
	member_id bigint not null references members (id) on delete cascade,
	expires_at timestamptz not null,
	created_at timestamptz not null default now(),
	last_seen_at timestamptz not null default now(),
	device text not null default '',
	address_hash text not null default ''
);
create index sessions_member on sessions (member_id);

create table mail_tokens (
	token_hash text primary key,
	member_id bigint not null references members (id) on delete cascade,
	purpose text not null check (purpose in ('verify-mail', 'reset-password', 'change-mail')),
	mail text not null,
	expires_at timestamptz not null,
	used_at timestamptz,
	created_at timestamptz not null default now()
);
create index mail_tokens_member on mail_tokens (member_id, purpose);

create table sign_in_failures (
	id bigint generated always as identity primary key,
	mail_hash text not null,
	address_hash text not null,
	at timestamptz not null default now()
);
create index sign_in_failures_mail on sign_in_failures (mail_hash, at desc);
create index sign_in_failures_address on sign_in_failures (address_hash, at desc);

-- A form that was acted on: the same key again gives the same reply and no second deed.
create table request_keys (
	member_id bigint not null references members (id) on delete cascade,
	key text not null check (length(key) between 8 and 100),
	deed text not null,
	reply jsonb,
	created_at timestamptz not null default now(),
	primary key (member_id, key)
);
create index request_keys_age on request_keys (created_at);

create table groups (
	id bigint generated always as identity primary key,
	slug text not null unique,
	name text not null,
	created_at timestamptz not null default now()
);
create table group_members (
	group_id bigint not null references groups (id) on delete cascade,
	member_id bigint not null references members (id) on delete cascade,
	primary key (group_id, member_id)
);
create index group_members_member on group_members (member_id);

create table badges (
	id bigint generated always as identity primary key,
	name text not null unique,
	description text not null default ''
);
create table member_badges (
	id bigint generated always as identity primary key,
	member_id bigint not null references members (id) on delete cascade,
	badge_id bigint not null references badges (id),
	awarded_at timestamptz not null,
	source text,
	source_id text
);
create index member_badges_member on member_badges (member_id, awarded_at desc);
create unique index member_badges_source on member_badges (source, source_id) where source is not null;
