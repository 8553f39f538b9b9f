-- What changed and has yet to reach the indexes: one row per change, never updated, so that writers do not wait for each other.
-- A row leaves when both indexes hold what it tells of; a change that comes meanwhile is a row of its own.
create table search_outbox (
	id bigint generated always as identity primary key,
	-- No foreign key: a thread that is gone has to leave the indexes too.
	thread_id bigint not null,
	queued_at timestamptz not null default now(),
	-- search_documents holds it; Meilisearch does not yet.
	stored boolean not null default false
);
create index search_outbox_unstored on search_outbox (id) where not stored;

-- Published, listed threads as PostgreSQL searches them; also the word counts by which candidates of either index are ranked.
create table search_documents (
	id bigint primary key,
	version integer not null,
	space_id bigint not null,
	company_id bigint,
	kind text not null,
	solved boolean not null,
	answered boolean not null,
	staff_answer boolean not null,
	author_id bigint,
	answerer_ids bigint[] not null,
	tags text[] not null,
	title text not null,
	-- Words in title, opening text and answers: the field lengths of BM25F.
	title_length integer not null,
	opening_length integer not null,
	answers_length integer not null,
	-- Stems with places; weight A title, B tags, C opening text, D answers.
	words tsvector not null,
	title_words tsvector not null,
	created_at timestamptz not null
);
create index search_documents_words on search_documents using gin (words);
create index search_documents_title_trgm on search_documents using gin (lower(title) gin_trgm_ops);
create index search_documents_newest on search_documents (created_at desc, id desc);
-- pg_stats then knows the share of threads of the 5,000 most frequent stems, which ranking reads.
alter table search_documents alter column words set statistics 500;

create function queue_new_for_search() returns trigger language plpgsql as $$
begin
	case tg_table_name
		when 'threads' then insert into search_outbox (thread_id) select id from changed;
		when 'posts' then insert into search_outbox (thread_id) select distinct thread_id from changed where kind <> 'comment';
		else insert into search_outbox (thread_id) select distinct thread_id from changed;
	end case;
	return null;
end $$;

create function queue_thread_for_search() returns trigger language plpgsql as $$
begin
	insert into search_outbox (thread_id) values (coalesce(new.id, old.id));
	return null;
end $$;

-- A post that moved changes the thread that it left, too.
create function queue_thread_of_row_for_search() returns trigger language plpgsql as $$
begin
	insert into search_outbox (thread_id)
		select distinct id from unnest(array[old.thread_id, new.thread_id]) as id where id is not null;
	return null;
end $$;

create trigger threads_new_for_search after insert on threads
	referencing new table as changed for each statement execute function queue_new_for_search();
create trigger threads_changed_for_search after update on threads for each row
	when ((old.title, old.kind, old.space_id, old.company_id, old.state, old.listed, old.author_id, old.solved_at, old.created_at, old.version)
		is distinct from (new.title, new.kind, new.space_id, new.company_id, new.state, new.listed, new.author_id, new.solved_at, new.created_at, new.version))
	execute function queue_thread_for_search();
create trigger threads_gone_for_search after delete on threads for each row execute function queue_thread_for_search();

create trigger posts_new_for_search after insert on posts
	referencing new table as changed for each statement execute function queue_new_for_search();
create trigger posts_changed_for_search after update on posts for each row
	when (old.kind <> 'comment' and (old.plain_text, old.state, old.author_id, old.author_hidden, old.thread_id, old.accepted_at)
		is distinct from (new.plain_text, new.state, new.author_id, new.author_hidden, new.thread_id, new.accepted_at))
	execute function queue_thread_of_row_for_search();
create trigger posts_gone_for_search after delete on posts for each row execute function queue_thread_of_row_for_search();

create trigger tags_new_for_search after insert on thread_tags
	referencing new table as changed for each statement execute function queue_new_for_search();
create trigger tags_gone_for_search after delete on thread_tags for each row execute function queue_thread_of_row_for_search();

-- A tag's new name, and a member who joins or leaves staff, change the threads that they stand on.
create function queue_tagged_for_search() returns trigger language plpgsql as $$
begin
	insert into search_outbox (thread_id) select thread_id from thread_tags where tag_id = new.id;
	return null;
end $$;
create trigger tags_renamed_for_search after update on tags for each row
	when (old.name <> new.name) execute function queue_tagged_for_search();

create function queue_answered_for_search() returns trigger language plpgsql as $$
begin
	insert into search_outbox (thread_id) select distinct thread_id from posts where author_id = new.id and kind = 'answer';
	return null;
end $$;
create trigger members_role_for_search after update on members for each row
	when (old.role <> new.role) execute function queue_answered_for_search();

-- The rebuild that runs, if one does: who, and when it last gave a sign of life.
create table search_rebuild (
	id smallint primary key default 1 check (id = 1),
	token uuid not null,
	alive_at timestamptz not null default now(),
	-- A second Meilisearch index is there, which the feeder feeds too.
	filling boolean not null default false
);

-- “This solves it”: an ask that a thread found on the way made needless.
create table deflections (
	id bigint generated always as identity primary key,
	thread_id bigint not null references threads (id) on delete cascade,
	member_id bigint references members (id) on delete set null,
	-- SHA-256 of the cookie under which a visitor's drafts are kept.
	visitor_hash text,
	title text not null,
	at timestamptz not null default now()
);
create index deflections_thread on deflections (thread_id, at desc);
create unique index deflections_once on deflections (thread_id, title, coalesce(member_id, 0), coalesce(visitor_hash, ''));
create index deflections_member on deflections (member_id) where member_id is not null;
