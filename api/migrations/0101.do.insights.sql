create table product_areas (
	id bigint generated always as identity primary key,
	slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
	name text not null check (length(name) between 1 and 60),
	description text not null default '' check (length(description) <= 500),
	position integer not null default 0,
	archived_at timestamptz,
	created_at timestamptz not null default now()
);
create unique index product_areas_name on product_areas (lower(name)) where archived_at is null;

-- A null name is one of the first set: the catalogs have it in every language.
create table board_columns (
	id bigint generated always as identity primary key,
	slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
	name text check (length(name) between 1 and 40),
	stage text not null check (stage in ('new', 'review', 'planned', 'progress', 'shipped', 'declined')),
	position integer not null default 0,
	archived_at timestamptz
);
insert into board_columns (slug, stage, position) values
	('new', 'new', 1), ('review', 'review', 2), ('planned', 'planned', 3),
	('progress', 'progress', 4), ('shipped', 'shipped', 5), ('declined', 'declined', 6);

create table insight_types (
	id bigint generated always as identity primary key,
	slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
	name text check (length(name) between 1 and 40),
	tone text not null default 'plain' check (tone in ('plain', 'accent', 'danger', 'solved')),
	position integer not null default 0,
	archived_at timestamptz
);
insert into insight_types (slug, tone, position) values
	('bug', 'danger', 1), ('missing', 'accent', 2), ('hard-to-use', 'plain', 3),
	('praise', 'solved', 4), ('leaving', 'danger', 5), ('opportunity', 'accent', 6);

create table insights (
	id bigint generated always as identity primary key,
	title text not null check (length(title) between 3 and 200),
	description text not null default '' check (length(description) <= 4000),
	area_id bigint references product_areas (id),
	type_id bigint references insight_types (id),
	importance smallint not null default 0 check (importance between 0 and 3),
	-- Set by hand: quotes raise it no more.
	importance_fixed boolean not null default false,
	column_id bigint not null references board_columns (id),
	-- Place in the column, smallest first.
	place double precision not null default 0,
	column_since timestamptz not null default now(),
	owner_id bigint references members (id),
	team text not null default '' check (length(team) <= 60),
	public boolean not null default false,
	public_title text not null default '' check (length(public_title) <= 200),
	public_text text not null default '' check (length(public_text) <= 2000),
	merged_into bigint references insights (id),
	deleted_at timestamptz,
	created_by bigint references members (id),
	created_at timestamptz not null default now(),
	changed_at timestamptz not null default now(),
	version integer not null default 1,
	-- Numbers of its evidence, kept in the deed's own transaction.
	quotes integer not null default 0,
	customers integer not null default 0,
	companies integer not null default 0,
	weight integer not null default 0,
	quotes_30 integer not null default 0,
	quotes_before_30 integer not null default 0,
	last_quote_at timestamptz,
	told integer not null default 0,
	owed integer not null default 0,
	check (merged_into is distinct from id)
) with (fillfactor = 80);
-- On the board: neither merged away nor deleted.
create index insights_board on insights (column_id, place, id) where merged_into is null and deleted_at is null;
create index insights_area_board on insights (area_id, column_id, place, id) where merged_into is null and deleted_at is null;
create index insights_weight on insights (weight desc, id desc) where merged_into is null and deleted_at is null;
create index insights_newest on insights (id desc) where merged_into is null and deleted_at is null;
create index insights_changed on insights (changed_at desc, id desc) where merged_into is null and deleted_at is null;
create index insights_owner on insights (owner_id) where owner_id is not null;
create index insights_merged on insights (merged_into) where merged_into is not null;
create index insights_public on insights (column_id, column_since desc) where public and merged_into is null and deleted_at is null;
create index insights_owed on insights (column_since) where owed > 0 and merged_into is null and deleted_at is null;
create index insights_title_trgm on insights using gin (lower(title) gin_trgm_ops);

create table quotes (
	id bigint generated always as identity primary key,
	-- Null while it is a nomination without a place.
	insight_id bigint references insights (id),
	kind text not null check (kind in ('passage', 'post', 'thread', 'outside')),
	state text not null default 'accepted' check (state in ('accepted', 'nominated', 'declined')),
	-- Kept as numbers of rows that never go: posts are emptied, not removed.
	post_id bigint references posts (id) on delete set null,
	thread_id bigint references threads (id) on delete set null,
	post_version integer,
	-- The words as they stood, for ever.
	words text not null check (length(words) between 1 and 8000),
	prefix text not null default '' check (length(prefix) <= 64),
	suffix text not null default '' check (length(suffix) <= 64),
	thread_title text not null default '',
	space_id bigint references spaces (id) on delete set null,
	author_id bigint references members (id),
	-- Of authors who are no members; goes with the name when an account is erased.
	author_name text not null default '',
	company_id bigint references companies (id) on delete set null,
	company_name text not null default '',
	outside_source text not null default '',
	outside_url text not null default '',
	outside_customer text not null default '',
	importance smallint not null default 1 check (importance between 0 and 3),
	note text not null default '' check (length(note) <= 1000),
	said_at timestamptz,
	quoted_by bigint references members (id),
	created_at timestamptz not null default now(),
	decided_by bigint references members (id),
	decided_at timestamptz,
	answer text not null default '' check (length(answer) <= 500),
	check (state <> 'accepted' or insight_id is not null),
	check ((kind = 'outside') = (outside_source <> ''))
);
create index quotes_insight on quotes (insight_id, importance desc, id desc) where state = 'accepted';
create index quotes_insight_age on quotes (insight_id, created_at) where state = 'accepted';
create index quotes_thread on quotes (thread_id) where thread_id is not null;
create index quotes_post on quotes (post_id) where post_id is not null;
create index quotes_company on quotes (company_id, insight_id) where state = 'accepted' and company_id is not null;
create index quotes_author on quotes (author_id) where author_id is not null;
create index quotes_nominated on quotes (id) where state = 'nominated';
create index quotes_nominations_of on quotes (quoted_by, id desc) where decided_at is not null or state = 'nominated';
create index quotes_words_trgm on quotes using gin (lower(words) gin_trgm_ops) where state = 'accepted';
-- The same passage is captured once: of repeated words each by what stands around it.
create unique index quotes_once on quotes (post_id, kind, md5(words), md5(prefix), md5(suffix)) where state <> 'declined' and kind in ('passage', 'post');
create unique index quotes_thread_once on quotes (thread_id) where state <> 'declined' and kind = 'thread';

create table insight_notes (
	id bigint generated always as identity primary key,
	insight_id bigint not null references insights (id),
	author_id bigint not null references members (id),
	source_text text not null check (length(source_text) between 1 and 4000),
	html text not null,
	created_at timestamptz not null default now(),
	edited_at timestamptz,
	deleted_at timestamptz
);
create index insight_notes_insight on insight_notes (insight_id, id) where deleted_at is null;

create table insight_deeds (
	id bigint generated always as identity primary key,
	insight_id bigint not null references insights (id),
	actor_id bigint references members (id),
	what text not null,
	details jsonb not null default '{}',
	at timestamptz not null default now()
);
create index insight_deeds_insight on insight_deeds (insight_id, id desc);

-- Merges and splits with exactly what they moved, so that they can be undone whatever came since.
create table insight_moves (
	id bigint generated always as identity primary key,
	kind text not null check (kind in ('merge', 'split')),
	from_id bigint not null references insights (id),
	into_id bigint not null references insights (id),
	quote_ids bigint[] not null,
	note_ids bigint[] not null default '{}',
	actor_id bigint references members (id),
	at timestamptz not null default now(),
	undone_at timestamptz,
	undone_by bigint references members (id)
);
create index insight_moves_from on insight_moves (from_id, id desc);
create index insight_moves_into on insight_moves (into_id, id desc);

-- Pairs that look alike, worked out by a job.
create table insight_suggestions (
	insight_id bigint not null references insights (id) on delete cascade,
	other_id bigint not null references insights (id) on delete cascade,
	score real not null,
	shared text[] not null default '{}',
	dismissed_at timestamptz,
	dismissed_by bigint references members (id),
	primary key (insight_id, other_id),
	check (insight_id < other_id)
);
create index insight_suggestions_other on insight_suggestions (other_id);

-- One row per thread that can be mined: what it promises, and whether that has been read.
create table mining (
	thread_id bigint primary key references threads (id) on delete cascade,
	space_id bigint not null,
	kind text not null,
	company_id bigint,
	asked_at timestamptz not null,
	promise real not null,
	reasons text[] not null default '{}',
	open boolean not null default true,
	-- The thread's version that was mined last; later words open it again.
	mined_version integer,
	outcome text check (outcome in ('captured', 'nothing')),
	mined_by bigint references members (id),
	mined_at timestamptz,
	claimed_by bigint references members (id),
	claimed_until timestamptz
) with (fillfactor = 80);
create index mining_promise on mining (promise desc, thread_id desc) where open;
create index mining_space on mining (space_id, promise desc, thread_id desc) where open;
create index mining_kind on mining (kind, promise desc, thread_id desc) where open;
create index mining_company on mining (company_id, promise desc, thread_id desc) where open and company_id is not null;
create index mining_done on mining (mined_by, mined_at) where mined_at is not null;
create index mining_claims on mining (claimed_by) where claimed_by is not null;

create table saved_filters (
	id bigint generated always as identity primary key,
	member_id bigint not null references members (id) on delete cascade,
	page text not null check (page in ('mining', 'board', 'list')),
	name text not null check (length(name) between 1 and 60),
	query text not null check (length(query) <= 1000),
	created_at timestamptz not null default now(),
	unique (member_id, page, name)
);

create table tellings (
	id bigint generated always as identity primary key,
	insight_id bigint not null references insights (id),
	stage text not null check (stage in ('planned', 'shipped', 'declined')),
	text text not null check (length(text) between 1 and 2000),
	actor_id bigint references members (id),
	at timestamptz not null default now(),
	told integer not null default 0,
	replies integer not null default 0
);
create index tellings_insight on tellings (insight_id, id desc);

create table telling_recipients (
	telling_id bigint not null references tellings (id),
	member_id bigint not null references members (id) on delete cascade,
	insight_id bigint not null references insights (id),
	stage text not null,
	reasons text[] not null,
	words text not null,
	thread_id bigint references threads (id) on delete set null,
	primary key (telling_id, member_id),
	-- Nobody hears twice of the same decision.
	unique (insight_id, stage, member_id)
);
create index telling_recipients_member on telling_recipients (member_id);

create table telling_replies (
	telling_id bigint not null references tellings (id),
	thread_id bigint not null references threads (id) on delete cascade,
	post_id bigint not null references posts (id) on delete cascade,
	primary key (telling_id, thread_id)
);
create index telling_replies_thread on telling_replies (thread_id);
