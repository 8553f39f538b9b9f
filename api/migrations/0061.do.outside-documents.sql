-- Pages of the company's help centre and the like, pushed here by API. Readable by everyone.
create table document_sources (
	id bigint generated always as identity primary key,
	name text not null check (length(name) between 1 and 80),
	-- Every document's address begins with this; normalised, ends with a slash.
	base_address text not null check (base_address ~ '^https?://'),
	-- SHA-256 of the key, which is shown once.
	key_hash text not null,
	created_by bigint references members (id) on delete set null,
	created_at timestamptz not null default now(),
	revoked_at timestamptz,
	last_push_at timestamptz
);
create index document_sources_created_by on document_sources (created_by) where created_by is not null;

create table documents (
	id bigint generated always as identity primary key,
	source_id bigint not null references document_sources (id) on delete cascade,
	external_id text not null check (length(external_id) between 1 and 200),
	url text not null check (url ~ '^https?://'),
	title text not null check (length(title) between 1 and 300),
	body text not null,
	language text not null default 'en',
	-- Counts changes of what is found and shown.
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (source_id, external_id)
);

-- Members, tags and documents as PostgreSQL searches them: of members handle and name alone.
create table search_entries (
	kind text not null check (kind in ('member', 'tag', 'document')),
	id bigint not null,
	version integer not null,
	title text not null,
	-- What a mistyped word is compared with, in lower case.
	letters text not null,
	title_length integer not null,
	text_length integer not null,
	-- Of two that match alike the heavier one comes first.
	weight integer not null,
	-- Weight A title, D text; stems of documents, plain words of names.
	words tsvector not null,
	primary key (kind, id)
);
create index search_entries_words on search_entries using gin (words);
create index search_entries_letters on search_entries using gin (letters gin_trgm_ops);

-- As search_outbox, for members, tags and documents.
create table search_entry_outbox (
	id bigint generated always as identity primary key,
	kind text not null check (kind in ('member', 'tag', 'document')),
	entry_id bigint not null,
	queued_at timestamptz not null default now(),
	stored boolean not null default false
);
create index search_entry_outbox_unstored on search_entry_outbox (id) where not stored;

-- Counts that grow all the time weigh by their magnitude, so that an index need not follow each step.
create function search_weight(amount bigint) returns integer language sql immutable
	return floor(log(2, greatest(amount, 0) + 1))::integer;

-- The kind is the trigger's argument.
create function queue_new_entries_for_search() returns trigger language plpgsql as $$
begin
	insert into search_entry_outbox (kind, entry_id) select tg_argv[0], id from changed;
	return null;
end $$;

create function queue_entry_for_search() returns trigger language plpgsql as $$
begin
	insert into search_entry_outbox (kind, entry_id) values (tg_argv[0], coalesce(new.id, old.id));
	return null;
end $$;

create function queue_counted_tag_for_search() returns trigger language plpgsql as $$
begin
	insert into search_entry_outbox (kind, entry_id) values ('tag', coalesce(new.tag_id, old.tag_id));
	return null;
end $$;

create trigger members_new_for_search after insert on members
	referencing new table as changed for each statement execute function queue_new_entries_for_search('member');
create trigger members_changed_for_search after update on members for each row
	when ((old.handle, old.display_name, old.state, old.mail is null, old.mail_verified_at is null, search_weight(old.reputation))
		is distinct from (new.handle, new.display_name, new.state, new.mail is null, new.mail_verified_at is null, search_weight(new.reputation)))
	execute function queue_entry_for_search('member');
create trigger members_gone_for_search after delete on members for each row execute function queue_entry_for_search('member');

create trigger tags_changed_for_search after update on tags for each row
	when ((old.name, old.description <> '') is distinct from (new.name, new.description <> ''))
	execute function queue_entry_for_search('tag');
create trigger tags_described_for_search after insert on tags for each row
	when (new.description <> '') execute function queue_entry_for_search('tag');
create trigger tags_forgotten_for_search after delete on tags for each row execute function queue_entry_for_search('tag');
create trigger tag_stats_new_for_search after insert on tag_stats for each row
	when (new.threads > 0) execute function queue_counted_tag_for_search();
create trigger tag_stats_changed_for_search after update on tag_stats for each row
	when (search_weight(old.threads) <> search_weight(new.threads)) execute function queue_counted_tag_for_search();

create trigger documents_new_for_search after insert on documents
	referencing new table as changed for each statement execute function queue_new_entries_for_search('document');
create trigger documents_changed_for_search after update on documents for each row
	when (old.version <> new.version) execute function queue_entry_for_search('document');
create trigger documents_gone_for_search after delete on documents
	for each row execute function queue_entry_for_search('document');

insert into search_entry_outbox (kind, entry_id) select 'member', id from members;
insert into search_entry_outbox (kind, entry_id) select 'tag', id from tags;
