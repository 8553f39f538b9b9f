-- Written by `npm run schema` from the catalog; do not edit.

create extension pg_trgm;

CREATE OR REPLACE FUNCTION public.enter_in_tag_lists(ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
	-- Who changes the same thread at the same time has written before it is read here.
	perform from threads t join thread_stats s on s.thread_id = t.id where t.id = any(ids) order by t.id for share of t for no key update of s;
	delete from tag_entries e where e.thread_id = any(ids)
		and not exists (select from listed_tags l where l.thread_id = e.thread_id and l.tag_id = e.tag_id);
	insert into tag_entries (tag_id, thread_id, space_id, kind, created_at, hot, needs_answer)
		select tag_id, thread_id, space_id, kind, created_at, hot, needs_answer from listed_tags where thread_id = any(ids)
		except select tag_id, thread_id, space_id, kind, created_at, hot, needs_answer from tag_entries where thread_id = any(ids)
		on conflict (thread_id, tag_id) do update set
			space_id = excluded.space_id, kind = excluded.kind, created_at = excluded.created_at,
			hot = excluded.hot, needs_answer = excluded.needs_answer;
end $function$;

CREATE OR REPLACE FUNCTION public.enter_listed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	perform enter_in_tag_lists(array[new.thread_id]);
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.enter_tagged()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	if exists (select from changed) then
		perform enter_in_tag_lists(array(select distinct thread_id from changed));
	end if;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.move_in_tag_lists()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
	moved_id bigint;
begin
	if tg_table_name = 'threads' then moved_id := new.id; else moved_id := new.thread_id; end if;
	perform from thread_stats where thread_id = moved_id for no key update;
	update tag_entries e set
		space_id = s.space_id, kind = s.kind, created_at = t.created_at, hot = s.hot, needs_answer = s.needs_answer
	from threads t, thread_stats s
	where e.thread_id = moved_id and t.id = moved_id and s.thread_id = moved_id
		and (e.hot, e.needs_answer, e.created_at, e.space_id, e.kind)
			is distinct from (s.hot, s.needs_answer, t.created_at, s.space_id, s.kind);
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.move_thread_stats()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	update thread_stats set space_id = new.space_id, kind = new.kind, listed = new.state = 'published' and new.listed
		where thread_id = new.id;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_reputation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	-- As it is now: what comes at the commit may be older than what was written since.
	insert into member_stats (member_id, reputation) select id, reputation from members where id = new.id
		on conflict (member_id) do update set reputation = excluded.reputation where member_stats.reputation <> excluded.reputation;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.place_of_thread()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	select t.space_id, t.kind, t.state = 'published' and t.listed into new.space_id, new.kind, new.listed
		from threads t where t.id = new.thread_id;
	return new;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_answered_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into search_outbox (thread_id) select distinct thread_id from posts where author_id = new.id and kind = 'answer';
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_counted_tag_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into search_entry_outbox (kind, entry_id) values ('tag', coalesce(new.tag_id, old.tag_id));
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_entry_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into search_entry_outbox (kind, entry_id) values (tg_argv[0], coalesce(new.id, old.id));
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_new_entries_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into search_entry_outbox (kind, entry_id) select tg_argv[0], id from changed;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_new_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	case tg_table_name
		when 'threads' then insert into search_outbox (thread_id) select id from changed;
		when 'posts' then insert into search_outbox (thread_id) select distinct thread_id from changed where kind <> 'comment';
		else insert into search_outbox (thread_id) select distinct thread_id from changed;
	end case;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_tagged_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into search_outbox (thread_id) select thread_id from thread_tags where tag_id = new.id;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_tags_for_recount()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	if tg_op = 'INSERT' then
		insert into tag_recounts (tag_id, delta)
			select c.tag_id, count(*) from changed c join threads t on t.id = c.thread_id join spaces s on s.id = t.space_id
			where t.state = 'published' and t.listed and s.kind = 'public' group by c.tag_id;
	else
		-- A thread that goes as a whole is not there any more when its tags go.
		insert into tag_recounts (tag_id, delta)
			select c.tag_id, case when bool_and(t.id is not null) then
				-count(*) filter (where t.state = 'published' and t.listed and s.kind = 'public') end
			from changed c left join threads t on t.id = c.thread_id left join spaces s on s.id = t.space_id group by c.tag_id;
	end if;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_tags_of_space_for_recount()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into tag_recounts (tag_id)
		select distinct tt.tag_id from threads t join thread_tags tt on tt.thread_id = t.id where t.space_id = new.id;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_tags_of_thread_for_recount()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
	moved integer := (new.state = 'published' and new.listed and exists (select from spaces where id = new.space_id and kind = 'public'))::integer
		- (old.state = 'published' and old.listed and exists (select from spaces where id = old.space_id and kind = 'public'))::integer;
begin
	if moved <> 0 then
		insert into tag_recounts (tag_id, delta) select tag_id, moved from thread_tags where thread_id = new.id;
	end if;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_thread_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into search_outbox (thread_id) values (coalesce(new.id, old.id));
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_thread_of_row_for_search()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	insert into search_outbox (thread_id)
		select distinct id from unnest(array[old.thread_id, new.thread_id]) as id where id is not null;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	raise exception 'audit_log is append-only';
end $function$;

CREATE OR REPLACE FUNCTION public.search_weight(amount bigint)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
RETURN (floor(log((2)::numeric, ((GREATEST(amount, (0)::bigint) + 1))::numeric)))::integer;

create table accept_reminders (
	thread_id bigint not null,
	step smallint default 0 not null,
	reminded_at timestamp with time zone,
	none_right_at timestamp with time zone,
	constraint accept_reminders_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint accept_reminders_pkey PRIMARY KEY (thread_id)
);

create table audit_log (
	id bigint generated always as identity not null,
	at timestamp with time zone default now() not null,
	actor_id bigint,
	action text not null,
	subject_kind text not null,
	subject_id bigint,
	details jsonb default '{}'::jsonb not null,
	space_id bigint,
	constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_action ON public.audit_log USING btree (action text_pattern_ops, id DESC);
CREATE INDEX audit_log_actor ON public.audit_log USING btree (actor_id, id DESC);
CREATE INDEX audit_log_at ON public.audit_log USING btree (at);
CREATE INDEX audit_log_space ON public.audit_log USING btree (space_id, id DESC) WHERE (space_id IS NOT NULL);
CREATE INDEX audit_log_space_action ON public.audit_log USING btree (space_id, action, id DESC) WHERE (space_id IS NOT NULL);
CREATE INDEX audit_log_subject ON public.audit_log USING btree (subject_kind, subject_id, id DESC);
CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table backups (
	id bigint generated always as identity not null,
	started_at timestamp with time zone not null,
	finished_at timestamp with time zone default now() not null,
	bytes bigint not null,
	row_count bigint not null,
	files integer not null,
	constraint backups_pkey PRIMARY KEY (id)
);
CREATE INDEX backups_newest ON public.backups USING btree (finished_at DESC);

create table badges (
	id bigint generated always as identity not null,
	name text not null,
	description text default ''::text not null,
	constraint badges_pkey PRIMARY KEY (id),
	constraint badges_name_key UNIQUE (name)
);

create table board_columns (
	id bigint generated always as identity not null,
	slug text not null,
	name text,
	stage text not null,
	position integer default 0 not null,
	archived_at timestamp with time zone,
	constraint board_columns_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40))),
	constraint board_columns_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'::text)),
	constraint board_columns_stage_check CHECK ((stage = ANY (ARRAY['new'::text, 'review'::text, 'planned'::text, 'progress'::text, 'shipped'::text, 'declined'::text]))),
	constraint board_columns_pkey PRIMARY KEY (id),
	constraint board_columns_slug_key UNIQUE (slug)
);

create table companies (
	id bigint generated always as identity not null,
	name text not null,
	mail_domains text[] default '{}'::text[] not null,
	created_at timestamp with time zone default now() not null,
	notes text default ''::text not null,
	merged_into bigint,
	constraint companies_merged_check CHECK ((merged_into <> id)),
	constraint companies_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
	constraint companies_notes_check CHECK ((length(notes) <= 5000)),
	constraint companies_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES companies(id),
	constraint companies_pkey PRIMARY KEY (id)
);
CREATE INDEX companies_domains ON public.companies USING gin (mail_domains);
CREATE INDEX companies_name_trgm ON public.companies USING gin (lower(name) gin_trgm_ops);
CREATE UNIQUE INDEX companies_name ON public.companies USING btree (lower(name)) WHERE (merged_into IS NULL);

create table deflections (
	id bigint generated always as identity not null,
	thread_id bigint not null,
	member_id bigint,
	visitor_hash text,
	title text not null,
	at timestamp with time zone default now() not null,
	constraint deflections_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE SET NULL,
	constraint deflections_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint deflections_pkey PRIMARY KEY (id)
);
CREATE INDEX deflections_member ON public.deflections USING btree (member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX deflections_thread ON public.deflections USING btree (thread_id, at DESC);
CREATE UNIQUE INDEX deflections_once ON public.deflections USING btree (thread_id, title, COALESCE(member_id, (0)::bigint), COALESCE(visitor_hash, ''::text));

create table document_sources (
	id bigint generated always as identity not null,
	name text not null,
	base_address text not null,
	key_hash text not null,
	created_by bigint,
	created_at timestamp with time zone default now() not null,
	revoked_at timestamp with time zone,
	last_push_at timestamp with time zone,
	constraint document_sources_base_address_check CHECK ((base_address ~ '^https?://'::text)),
	constraint document_sources_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
	constraint document_sources_created_by_fkey FOREIGN KEY (created_by) REFERENCES members(id) ON DELETE SET NULL,
	constraint document_sources_pkey PRIMARY KEY (id)
);
CREATE INDEX document_sources_created_by ON public.document_sources USING btree (created_by) WHERE (created_by IS NOT NULL);

create table documents (
	id bigint generated always as identity not null,
	source_id bigint not null,
	external_id text not null,
	url text not null,
	title text not null,
	body text not null,
	language text default 'en'::text not null,
	version integer default 1 not null,
	created_at timestamp with time zone default now() not null,
	updated_at timestamp with time zone default now() not null,
	constraint documents_external_id_check CHECK (((length(external_id) >= 1) AND (length(external_id) <= 200))),
	constraint documents_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300))),
	constraint documents_url_check CHECK ((url ~ '^https?://'::text)),
	constraint documents_source_id_fkey FOREIGN KEY (source_id) REFERENCES document_sources(id) ON DELETE CASCADE,
	constraint documents_pkey PRIMARY KEY (id),
	constraint documents_source_id_external_id_key UNIQUE (source_id, external_id)
);
CREATE TRIGGER documents_changed_for_search AFTER UPDATE ON public.documents FOR EACH ROW WHEN ((old.version <> new.version)) EXECUTE FUNCTION queue_entry_for_search('document');
CREATE TRIGGER documents_gone_for_search AFTER DELETE ON public.documents FOR EACH ROW EXECUTE FUNCTION queue_entry_for_search('document');
CREATE TRIGGER documents_new_for_search AFTER INSERT ON public.documents REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_entries_for_search('document');

create table drafts (
	id bigint generated always as identity not null,
	member_id bigint,
	visitor_hash text,
	kind text not null,
	target_id bigint default 0 not null,
	content jsonb not null,
	updated_at timestamp with time zone default now() not null,
	constraint drafts_check CHECK (((member_id IS NULL) <> (visitor_hash IS NULL))),
	constraint drafts_kind_check CHECK ((kind = ANY (ARRAY['thread'::text, 'answer'::text, 'comment'::text, 'edit'::text]))),
	constraint drafts_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint drafts_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX drafts_member ON public.drafts USING btree (member_id, kind, target_id) WHERE (member_id IS NOT NULL);
CREATE UNIQUE INDEX drafts_visitor ON public.drafts USING btree (visitor_hash, kind, target_id) WHERE (visitor_hash IS NOT NULL);

create table duplicate_carries (
	from_thread_id bigint not null,
	to_thread_id bigint not null,
	kind text not null,
	member_id bigint not null,
	carried_at timestamp with time zone default now() not null,
	constraint duplicate_carries_check CHECK ((from_thread_id <> to_thread_id)),
	constraint duplicate_carries_kind_check CHECK ((kind = ANY (ARRAY['vote'::text, 'me-too'::text, 'watch'::text]))),
	constraint duplicate_carries_from_thread_id_fkey FOREIGN KEY (from_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint duplicate_carries_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint duplicate_carries_to_thread_id_fkey FOREIGN KEY (to_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint duplicate_carries_pkey PRIMARY KEY (from_thread_id, kind, member_id)
);
CREATE INDEX duplicate_carries_to ON public.duplicate_carries USING btree (to_thread_id, kind, member_id);

create table empty_search_salts (
	day date not null,
	salt bytea not null,
	constraint empty_search_salts_pkey PRIMARY KEY (day)
);

create table empty_searchers (
	day date not null,
	searcher_hash text not null,
	query text not null,
	last_at timestamp with time zone not null,
	constraint empty_searchers_day_fkey FOREIGN KEY (day) REFERENCES empty_search_salts(day) ON DELETE CASCADE,
	constraint empty_searchers_pkey PRIMARY KEY (day, searcher_hash, query)
);

create table empty_searches (
	query text not null,
	day date not null,
	searches integer default 0 not null,
	searchers integer default 0 not null,
	last_at timestamp with time zone not null,
	constraint empty_searches_query_check CHECK (((length(query) >= 3) AND (length(query) <= 100))),
	constraint empty_searches_pkey PRIMARY KEY (query, day)
);
CREATE INDEX empty_searches_day ON public.empty_searches USING btree (day);

create table event_cursor (
	id smallint default 1 not null,
	transaction_id xid8 default '0'::xid8 not null,
	event_id bigint default 0 not null,
	constraint event_cursor_id_check CHECK ((id = 1)),
	constraint event_cursor_pkey PRIMARY KEY (id)
);

create table event_effects (
	event_id bigint not null,
	subscriber text not null,
	at timestamp with time zone default now() not null,
	failed_attempts smallint default 0 not null,
	error text,
	asked_again_at timestamp with time zone,
	dismissed_at timestamp with time zone,
	constraint event_effects_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
	constraint event_effects_pkey PRIMARY KEY (event_id, subscriber)
);
CREATE INDEX event_effects_asked_again ON public.event_effects USING btree (asked_again_at) WHERE (asked_again_at IS NOT NULL);
CREATE INDEX event_effects_failed ON public.event_effects USING btree (event_id) WHERE ((error IS NOT NULL) AND (dismissed_at IS NULL));

create table events (
	id bigint generated always as identity not null,
	transaction_id xid8 default pg_current_xact_id() not null,
	name text not null,
	actor_id bigint,
	payload jsonb default '{}'::jsonb not null,
	at timestamp with time zone default now() not null,
	constraint events_pkey PRIMARY KEY (id)
);
CREATE INDEX events_order ON public.events USING btree (transaction_id, id);

create table file_uses (
	file_id bigint not null,
	post_id bigint not null,
	constraint file_uses_file_id_fkey FOREIGN KEY (file_id) REFERENCES files(id) ON DELETE CASCADE,
	constraint file_uses_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint file_uses_pkey PRIMARY KEY (file_id, post_id)
);
CREATE INDEX file_uses_post ON public.file_uses USING btree (post_id);

create table files (
	id bigint generated always as identity not null,
	owner_id bigint not null,
	name text not null,
	content_type text not null,
	bytes integer not null,
	width integer,
	height integer,
	storage_key text not null,
	purpose text default 'post'::text not null,
	created_at timestamp with time zone default now() not null,
	constraint files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
	constraint files_purpose_check CHECK ((purpose = ANY (ARRAY['post'::text, 'picture'::text, 'brand'::text]))),
	constraint files_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES members(id),
	constraint files_pkey PRIMARY KEY (id),
	constraint files_storage_key_key UNIQUE (storage_key)
);
CREATE INDEX files_age ON public.files USING btree (created_at);

create table former_handles (
	handle text not null,
	member_id bigint not null,
	changed_at timestamp with time zone default now() not null,
	constraint former_handles_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint former_handles_pkey PRIMARY KEY (handle)
);
CREATE INDEX former_handles_member ON public.former_handles USING btree (member_id);

create table former_space_slugs (
	slug text not null,
	space_id bigint not null,
	changed_at timestamp with time zone default now() not null,
	constraint former_space_slugs_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
	constraint former_space_slugs_pkey PRIMARY KEY (slug)
);
CREATE INDEX former_space_slugs_space ON public.former_space_slugs USING btree (space_id);

create table group_members (
	group_id bigint not null,
	member_id bigint not null,
	constraint group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE,
	constraint group_members_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint group_members_pkey PRIMARY KEY (group_id, member_id)
);
CREATE INDEX group_members_member ON public.group_members USING btree (member_id);

create table groups (
	id bigint generated always as identity not null,
	slug text not null,
	name text not null,
	created_at timestamp with time zone default now() not null,
	constraint groups_pkey PRIMARY KEY (id),
	constraint groups_slug_key UNIQUE (slug)
);

create table import_history (
	source text not null,
	post_source_id text not null,
	place bigint not null,
	start bigint not null,
	length integer not null,
	constraint import_history_pkey PRIMARY KEY (source, post_source_id, place)
);

create table import_map (
	source text not null,
	kind text not null,
	source_id text not null,
	target_id bigint not null,
	note jsonb,
	constraint import_map_pkey PRIMARY KEY (source, kind, source_id)
);
CREATE INDEX import_map_target ON public.import_map USING btree (target_id);

create table import_runs (
	id bigint generated always as identity not null,
	source text not null,
	started_at timestamp with time zone default now() not null,
	finished_at timestamp with time zone,
	checkpoint jsonb default '{}'::jsonb not null,
	report jsonb default '{}'::jsonb not null,
	constraint import_runs_pkey PRIMARY KEY (id)
);
CREATE INDEX import_runs_source ON public.import_runs USING btree (source, id);

create table insight_deeds (
	id bigint generated always as identity not null,
	insight_id bigint not null,
	actor_id bigint,
	what text not null,
	details jsonb default '{}'::jsonb not null,
	at timestamp with time zone default now() not null,
	constraint insight_deeds_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES members(id),
	constraint insight_deeds_insight_id_fkey FOREIGN KEY (insight_id) REFERENCES insights(id),
	constraint insight_deeds_pkey PRIMARY KEY (id)
);
CREATE INDEX insight_deeds_insight ON public.insight_deeds USING btree (insight_id, id DESC);

create table insight_moves (
	id bigint generated always as identity not null,
	kind text not null,
	from_id bigint not null,
	into_id bigint not null,
	quote_ids bigint[] not null,
	note_ids bigint[] default '{}'::bigint[] not null,
	actor_id bigint,
	at timestamp with time zone default now() not null,
	undone_at timestamp with time zone,
	undone_by bigint,
	constraint insight_moves_kind_check CHECK ((kind = ANY (ARRAY['merge'::text, 'split'::text]))),
	constraint insight_moves_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES members(id),
	constraint insight_moves_from_id_fkey FOREIGN KEY (from_id) REFERENCES insights(id),
	constraint insight_moves_into_id_fkey FOREIGN KEY (into_id) REFERENCES insights(id),
	constraint insight_moves_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES members(id),
	constraint insight_moves_pkey PRIMARY KEY (id)
);
CREATE INDEX insight_moves_from ON public.insight_moves USING btree (from_id, id DESC);
CREATE INDEX insight_moves_into ON public.insight_moves USING btree (into_id, id DESC);

create table insight_notes (
	id bigint generated always as identity not null,
	insight_id bigint not null,
	author_id bigint not null,
	source_text text not null,
	html text not null,
	created_at timestamp with time zone default now() not null,
	edited_at timestamp with time zone,
	deleted_at timestamp with time zone,
	constraint insight_notes_source_text_check CHECK (((length(source_text) >= 1) AND (length(source_text) <= 4000))),
	constraint insight_notes_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id),
	constraint insight_notes_insight_id_fkey FOREIGN KEY (insight_id) REFERENCES insights(id),
	constraint insight_notes_pkey PRIMARY KEY (id)
);
CREATE INDEX insight_notes_insight ON public.insight_notes USING btree (insight_id, id) WHERE (deleted_at IS NULL);

create table insight_suggestions (
	insight_id bigint not null,
	other_id bigint not null,
	score real not null,
	shared text[] default '{}'::text[] not null,
	dismissed_at timestamp with time zone,
	dismissed_by bigint,
	constraint insight_suggestions_check CHECK ((insight_id < other_id)),
	constraint insight_suggestions_dismissed_by_fkey FOREIGN KEY (dismissed_by) REFERENCES members(id),
	constraint insight_suggestions_insight_id_fkey FOREIGN KEY (insight_id) REFERENCES insights(id) ON DELETE CASCADE,
	constraint insight_suggestions_other_id_fkey FOREIGN KEY (other_id) REFERENCES insights(id) ON DELETE CASCADE,
	constraint insight_suggestions_pkey PRIMARY KEY (insight_id, other_id)
);
CREATE INDEX insight_suggestions_other ON public.insight_suggestions USING btree (other_id);

create table insight_types (
	id bigint generated always as identity not null,
	slug text not null,
	name text,
	tone text default 'plain'::text not null,
	position integer default 0 not null,
	archived_at timestamp with time zone,
	constraint insight_types_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40))),
	constraint insight_types_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'::text)),
	constraint insight_types_tone_check CHECK ((tone = ANY (ARRAY['plain'::text, 'accent'::text, 'danger'::text, 'solved'::text]))),
	constraint insight_types_pkey PRIMARY KEY (id),
	constraint insight_types_slug_key UNIQUE (slug)
);

create table insights (
	id bigint generated always as identity not null,
	title text not null,
	description text default ''::text not null,
	area_id bigint,
	type_id bigint,
	importance smallint default 0 not null,
	importance_fixed boolean default false not null,
	column_id bigint not null,
	place double precision default 0 not null,
	column_since timestamp with time zone default now() not null,
	owner_id bigint,
	team text default ''::text not null,
	public boolean default false not null,
	public_title text default ''::text not null,
	public_text text default ''::text not null,
	merged_into bigint,
	deleted_at timestamp with time zone,
	created_by bigint,
	created_at timestamp with time zone default now() not null,
	changed_at timestamp with time zone default now() not null,
	version integer default 1 not null,
	quotes integer default 0 not null,
	customers integer default 0 not null,
	companies integer default 0 not null,
	weight integer default 0 not null,
	quotes_30 integer default 0 not null,
	quotes_before_30 integer default 0 not null,
	last_quote_at timestamp with time zone,
	told integer default 0 not null,
	owed integer default 0 not null,
	title_words tsvector generated always as ((to_tsvector('english'::regconfig, title) || to_tsvector('indonesian'::regconfig, title))) stored not null,
	constraint insights_check CHECK ((merged_into IS DISTINCT FROM id)),
	constraint insights_description_check CHECK ((length(description) <= 4000)),
	constraint insights_importance_check CHECK (((importance >= 0) AND (importance <= 3))),
	constraint insights_public_text_check CHECK ((length(public_text) <= 2000)),
	constraint insights_public_title_check CHECK ((length(public_title) <= 200)),
	constraint insights_team_check CHECK ((length(team) <= 60)),
	constraint insights_title_check CHECK (((length(title) >= 3) AND (length(title) <= 200))),
	constraint insights_area_id_fkey FOREIGN KEY (area_id) REFERENCES product_areas(id),
	constraint insights_column_id_fkey FOREIGN KEY (column_id) REFERENCES board_columns(id),
	constraint insights_created_by_fkey FOREIGN KEY (created_by) REFERENCES members(id),
	constraint insights_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES insights(id),
	constraint insights_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES members(id),
	constraint insights_type_id_fkey FOREIGN KEY (type_id) REFERENCES insight_types(id),
	constraint insights_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX insights_area_board ON public.insights USING btree (area_id, column_id, place, id) WHERE ((merged_into IS NULL) AND (deleted_at IS NULL));
CREATE INDEX insights_board ON public.insights USING btree (column_id, place, id) WHERE ((merged_into IS NULL) AND (deleted_at IS NULL));
CREATE INDEX insights_changed ON public.insights USING btree (changed_at DESC, id DESC) WHERE ((merged_into IS NULL) AND (deleted_at IS NULL));
CREATE INDEX insights_merged ON public.insights USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX insights_newest ON public.insights USING btree (id DESC) WHERE ((merged_into IS NULL) AND (deleted_at IS NULL));
CREATE INDEX insights_owed ON public.insights USING btree (column_since) WHERE ((owed > 0) AND (merged_into IS NULL) AND (deleted_at IS NULL));
CREATE INDEX insights_owner ON public.insights USING btree (owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX insights_public ON public.insights USING btree (column_id, column_since DESC) WHERE (public AND (merged_into IS NULL) AND (deleted_at IS NULL));
CREATE INDEX insights_title_trgm ON public.insights USING gin (lower(title) gin_trgm_ops);
CREATE INDEX insights_title_words ON public.insights USING gin (title_words) WHERE ((merged_into IS NULL) AND (deleted_at IS NULL));
CREATE INDEX insights_weight ON public.insights USING btree (weight DESC, id DESC) WHERE ((merged_into IS NULL) AND (deleted_at IS NULL));

create table invitation_uses (
	member_id bigint not null,
	invitation_id bigint not null,
	at timestamp with time zone not null,
	constraint invitation_uses_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id) ON DELETE CASCADE,
	constraint invitation_uses_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint invitation_uses_pkey PRIMARY KEY (member_id)
);
CREATE INDEX invitation_uses_invitation ON public.invitation_uses USING btree (invitation_id);

create table invitations (
	id bigint generated always as identity not null,
	token_hash text not null,
	mail text,
	role text default 'member'::text not null,
	company_id bigint,
	max_uses integer not null,
	uses integer default 0 not null,
	made_by bigint,
	made_at timestamp with time zone not null,
	expires_at timestamp with time zone not null,
	revoked_at timestamp with time zone,
	constraint invitations_check CHECK ((uses <= max_uses)),
	constraint invitations_max_uses_check CHECK (((max_uses >= 1) AND (max_uses <= 1000))),
	constraint invitations_role_check CHECK ((role = ANY (ARRAY['member'::text, 'champion'::text]))),
	constraint invitations_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE SET NULL,
	constraint invitations_made_by_fkey FOREIGN KEY (made_by) REFERENCES members(id),
	constraint invitations_pkey PRIMARY KEY (id),
	constraint invitations_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX invitations_company ON public.invitations USING btree (company_id) WHERE (company_id IS NOT NULL);
CREATE INDEX invitations_made_by ON public.invitations USING btree (made_by);

create view listed_tags as
 SELECT x.tag_id,
    x.thread_id,
    s.space_id,
    s.kind,
    t.created_at,
    s.hot,
    s.needs_answer
   FROM ((thread_tags x
     JOIN threads t ON ((t.id = x.thread_id)))
     JOIN thread_stats s ON ((s.thread_id = x.thread_id)))
  WHERE s.listed;

create table mail_tokens (
	token_hash text not null,
	member_id bigint not null,
	purpose text not null,
	mail text not null,
	expires_at timestamp with time zone not null,
	used_at timestamp with time zone,
	created_at timestamp with time zone default now() not null,
	constraint mail_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['verify-mail'::text, 'reset-password'::text, 'change-mail'::text]))),
	constraint mail_tokens_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint mail_tokens_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX mail_tokens_mail ON public.mail_tokens USING btree (lower(mail), created_at DESC);
CREATE INDEX mail_tokens_member ON public.mail_tokens USING btree (member_id, purpose);

create table mails (
	id bigint generated always as identity not null,
	key text not null,
	member_id bigint,
	kind text not null,
	recipient text not null,
	subject text not null,
	text_part text not null,
	html_part text not null,
	headers jsonb default '{}'::jsonb not null,
	created_at timestamp with time zone default now() not null,
	sent_at timestamp with time zone,
	attempts smallint default 0 not null,
	next_attempt_at timestamp with time zone default now() not null,
	failed_at timestamp with time zone,
	error text,
	dismissed_at timestamp with time zone,
	constraint mails_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE SET NULL,
	constraint mails_pkey PRIMARY KEY (id),
	constraint mails_key_key UNIQUE (key)
);
CREATE INDEX mails_failed ON public.mails USING btree (failed_at DESC, id DESC) WHERE ((failed_at IS NOT NULL) AND (dismissed_at IS NULL));
CREATE INDEX mails_newest ON public.mails USING btree (id DESC);
CREATE INDEX mails_sent ON public.mails USING btree (sent_at) WHERE (sent_at IS NOT NULL);
CREATE INDEX mails_waiting ON public.mails USING btree (next_attempt_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL));

create table me_too (
	thread_id bigint not null,
	member_id bigint not null,
	created_at timestamp with time zone default now() not null,
	carried boolean default false not null,
	constraint me_too_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint me_too_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint me_too_pkey PRIMARY KEY (thread_id, member_id)
);
CREATE INDEX me_too_member ON public.me_too USING btree (member_id, created_at DESC);

create table member_badges (
	id bigint generated always as identity not null,
	member_id bigint not null,
	badge_id bigint not null,
	awarded_at timestamp with time zone not null,
	source text,
	source_id text,
	constraint member_badges_badge_id_fkey FOREIGN KEY (badge_id) REFERENCES badges(id),
	constraint member_badges_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint member_badges_pkey PRIMARY KEY (id)
);
CREATE INDEX member_badges_member ON public.member_badges USING btree (member_id, awarded_at DESC);
CREATE UNIQUE INDEX member_badges_source ON public.member_badges USING btree (source, source_id) WHERE (source IS NOT NULL);

create table member_stats (
	member_id bigint not null,
	threads integer default 0 not null,
	answers integer default 0 not null,
	accepted integer default 0 not null,
	reputation integer default 0 not null,
	constraint member_stats_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint member_stats_pkey PRIMARY KEY (member_id)
) with (fillfactor=90);
CREATE INDEX member_stats_reputation ON public.member_stats USING btree (reputation DESC, member_id);

create table members (
	id bigint generated always as identity not null,
	handle text not null,
	display_name text not null,
	mail text,
	mail_verified_at timestamp with time zone,
	password_hash text,
	role text default 'member'::text not null,
	state text default 'active'::text not null,
	state_until timestamp with time zone,
	company_id bigint,
	title text default ''::text not null,
	bio text default ''::text not null,
	picture_file_id bigint,
	language text default 'en'::text not null,
	time_zone text default 'UTC'::text not null,
	theme text default 'system'::text not null,
	shows_presence boolean default true not null,
	trust_level smallint default 0 not null,
	reputation integer default 0 not null,
	created_at timestamp with time zone default now() not null,
	last_seen_at timestamp with time zone,
	deleted_at timestamp with time zone,
	source text,
	source_id text,
	single_keys boolean default true not null,
	state_reason text default ''::text not null,
	constraint members_bio_check CHECK ((length(bio) <= 2000)),
	constraint members_display_name_check CHECK (((length(display_name) >= 1) AND (length(display_name) <= 60))),
	constraint members_handle_check CHECK ((handle ~ '^[a-z0-9][a-z0-9_.-]{1,29}$'::text)),
	constraint members_role_check CHECK ((role = ANY (ARRAY['member'::text, 'champion'::text, 'moderator'::text, 'agent'::text, 'product'::text, 'success'::text, 'admin'::text]))),
	constraint members_state_check CHECK ((state = ANY (ARRAY['active'::text, 'silenced'::text, 'suspended'::text, 'deleted'::text]))),
	constraint members_theme_check CHECK ((theme = ANY (ARRAY['system'::text, 'light'::text, 'dark'::text]))),
	constraint members_title_check CHECK ((length(title) <= 80)),
	constraint members_trust_level_check CHECK (((trust_level >= 0) AND (trust_level <= 4))),
	constraint members_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id),
	constraint members_picture_file_id_fkey FOREIGN KEY (picture_file_id) REFERENCES files(id),
	constraint members_pkey PRIMARY KEY (id)
) with (fillfactor=90);
CREATE INDEX members_any_mail ON public.members USING btree (lower(mail)) WHERE (mail IS NOT NULL);
CREATE INDEX members_company_newest ON public.members USING btree (company_id, id DESC) WHERE (company_id IS NOT NULL);
CREATE INDEX members_domain_unowned ON public.members USING btree (split_part(lower(mail), '@'::text, 2)) WHERE ((company_id IS NULL) AND (mail_verified_at IS NOT NULL) AND (state <> 'deleted'::text));
CREATE INDEX members_handle_prefix ON public.members USING btree (handle text_pattern_ops);
CREATE INDEX members_joined ON public.members USING btree (created_at);
CREATE INDEX members_mail_trgm ON public.members USING gin (lower(mail) gin_trgm_ops) WHERE (mail IS NOT NULL);
CREATE INDEX members_name_prefix ON public.members USING btree (lower(display_name) text_pattern_ops);
CREATE INDEX members_name_trgm ON public.members USING gin ((((handle || ' '::text) || lower(display_name))) gin_trgm_ops) WITH (gin_pending_list_limit='64');
CREATE INDEX members_picture ON public.members USING btree (picture_file_id) WHERE (picture_file_id IS NOT NULL);
CREATE INDEX members_role ON public.members USING btree (role, id DESC) WHERE (role <> 'member'::text);
CREATE INDEX members_state ON public.members USING btree (state, id DESC) WHERE (state <> ALL (ARRAY['active'::text, 'deleted'::text]));
CREATE INDEX members_state_ends ON public.members USING btree (state_until) WHERE (state_until IS NOT NULL);
CREATE INDEX members_unverified ON public.members USING btree (created_at) WHERE ((mail IS NOT NULL) AND (mail_verified_at IS NULL));
CREATE UNIQUE INDEX members_handle ON public.members USING btree (handle);
CREATE UNIQUE INDEX members_mail ON public.members USING btree (lower(mail)) WHERE (mail_verified_at IS NOT NULL);
CREATE UNIQUE INDEX members_source ON public.members USING btree (source, source_id) WHERE (source IS NOT NULL);
CREATE TRIGGER members_changed_for_search AFTER UPDATE ON public.members FOR EACH ROW WHEN (((((((old.handle IS DISTINCT FROM new.handle) OR (old.display_name IS DISTINCT FROM new.display_name)) OR (old.state IS DISTINCT FROM new.state)) OR ((old.mail IS NULL) IS DISTINCT FROM (new.mail IS NULL))) OR ((old.mail_verified_at IS NULL) IS DISTINCT FROM (new.mail_verified_at IS NULL))) OR (search_weight((old.reputation)::bigint) IS DISTINCT FROM search_weight((new.reputation)::bigint)))) EXECUTE FUNCTION queue_entry_for_search('member');
CREATE TRIGGER members_gone_for_search AFTER DELETE ON public.members FOR EACH ROW EXECUTE FUNCTION queue_entry_for_search('member');
CREATE TRIGGER members_new_for_search AFTER INSERT ON public.members REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_entries_for_search('member');
CREATE CONSTRAINT TRIGGER members_reputation_begun AFTER INSERT ON public.members DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_reputation();
CREATE TRIGGER members_reputation_moved AFTER UPDATE OF reputation ON public.members FOR EACH ROW WHEN ((old.reputation <> new.reputation)) EXECUTE FUNCTION note_reputation();
CREATE TRIGGER members_role_for_search AFTER UPDATE ON public.members FOR EACH ROW WHEN ((old.role <> new.role)) EXECUTE FUNCTION queue_answered_for_search();

create table mining (
	thread_id bigint not null,
	space_id bigint not null,
	kind text not null,
	company_id bigint,
	asked_at timestamp with time zone not null,
	promise real not null,
	reasons text[] default '{}'::text[] not null,
	open boolean default true not null,
	mined_version integer,
	outcome text,
	mined_by bigint,
	mined_at timestamp with time zone,
	claimed_by bigint,
	claimed_until timestamp with time zone,
	telling jsonb default '[]'::jsonb not null,
	scale smallint default 0 not null,
	words_promise double precision,
	constraint mining_outcome_check CHECK ((outcome = ANY (ARRAY['captured'::text, 'nothing'::text]))),
	constraint mining_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES members(id),
	constraint mining_mined_by_fkey FOREIGN KEY (mined_by) REFERENCES members(id),
	constraint mining_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint mining_pkey PRIMARY KEY (thread_id)
) with (fillfactor=80);
CREATE INDEX mining_claims ON public.mining USING btree (claimed_by) WHERE (claimed_by IS NOT NULL);
CREATE INDEX mining_company ON public.mining USING btree (company_id, promise DESC, thread_id DESC) WHERE (open AND (company_id IS NOT NULL));
CREATE INDEX mining_done ON public.mining USING btree (mined_by, mined_at) WHERE (mined_at IS NOT NULL);
CREATE INDEX mining_kind ON public.mining USING btree (kind, promise DESC, thread_id DESC) WHERE open;
CREATE INDEX mining_promise ON public.mining USING btree (promise DESC, thread_id DESC) WHERE open;
CREATE INDEX mining_space ON public.mining USING btree (space_id, promise DESC, thread_id DESC) WHERE open;

create table notice_choices (
	member_id bigint not null,
	kind text not null,
	channel text not null,
	chosen boolean not null,
	constraint notice_choices_channel_check CHECK ((channel = ANY (ARRAY['app'::text, 'mail'::text]))),
	constraint notice_choices_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint notice_choices_pkey PRIMARY KEY (member_id, kind, channel)
);

create table notice_events (
	member_id bigint not null,
	event_id bigint not null,
	notice_id bigint not null,
	constraint notice_events_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint notice_events_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE CASCADE,
	constraint notice_events_pkey PRIMARY KEY (member_id, event_id)
);

create table notices (
	id bigint generated always as identity not null,
	member_id bigint not null,
	kind text not null,
	thread_id bigint,
	post_id bigint,
	actor_ids bigint[] default '{}'::bigint[] not null,
	count integer default 1 not null,
	group_key text not null,
	created_at timestamp with time zone default now() not null,
	updated_at timestamp with time zone default now() not null,
	seen_at timestamp with time zone,
	mail_due_at timestamp with time zone,
	mailed_at timestamp with time zone,
	in_app boolean default true not null,
	title text,
	path text,
	words text default ''::text not null,
	said text default ''::text not null,
	constraint notices_path_check CHECK ((path ~ '^/[^/\\]'::text)),
	constraint notices_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint notices_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint notices_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint notices_pkey PRIMARY KEY (id)
);
CREATE INDEX notices_inbox ON public.notices USING btree (member_id, updated_at DESC, id DESC);
CREATE INDEX notices_mail_due ON public.notices USING btree (mail_due_at) WHERE ((mailed_at IS NULL) AND (seen_at IS NULL) AND (mail_due_at IS NOT NULL));
CREATE INDEX notices_mail_of_member ON public.notices USING btree (member_id, mail_due_at) WHERE ((mailed_at IS NULL) AND (seen_at IS NULL) AND (mail_due_at IS NOT NULL));
CREATE INDEX notices_of_thread ON public.notices USING btree (thread_id) WHERE (seen_at IS NULL);
CREATE INDEX notices_unseen ON public.notices USING btree (member_id) WHERE ((seen_at IS NULL) AND in_app);
CREATE UNIQUE INDEX notices_bundle ON public.notices USING btree (member_id, group_key) WHERE (seen_at IS NULL);

create table old_addresses (
	path text not null,
	target text not null,
	source text not null,
	constraint old_addresses_pkey PRIMARY KEY (path)
);

create table post_holds (
	id bigint generated always as identity not null,
	post_id bigint not null,
	held_at timestamp with time zone default now() not null,
	held_by bigint,
	reason text default ''::text not null,
	findings jsonb default '[]'::jsonb not null,
	state_before text not null,
	accepted_at timestamp with time zone,
	accepted_by bigint,
	released_at timestamp with time zone,
	released_by bigint,
	constraint post_holds_reason_check CHECK ((length(reason) <= 1000)),
	constraint post_holds_state_before_check CHECK ((state_before = ANY (ARRAY['new'::text, 'published'::text]))),
	constraint post_holds_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES members(id),
	constraint post_holds_held_by_fkey FOREIGN KEY (held_by) REFERENCES members(id),
	constraint post_holds_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint post_holds_released_by_fkey FOREIGN KEY (released_by) REFERENCES members(id),
	constraint post_holds_pkey PRIMARY KEY (id)
);
CREATE INDEX post_holds_post ON public.post_holds USING btree (post_id, id DESC);
CREATE UNIQUE INDEX post_holds_open ON public.post_holds USING btree (post_id) WHERE (released_at IS NULL);

create table post_mentions (
	post_id bigint not null,
	member_id bigint not null,
	constraint post_mentions_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint post_mentions_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint post_mentions_pkey PRIMARY KEY (post_id, member_id)
);

create table post_stats (
	post_id bigint not null,
	up integer default 0 not null,
	down integer default 0 not null,
	score integer default 0 not null,
	comments integer default 0 not null,
	constraint post_stats_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint post_stats_pkey PRIMARY KEY (post_id)
) with (fillfactor=80);

create table posts (
	id bigint generated always as identity not null,
	thread_id bigint not null,
	kind text not null,
	parent_id bigint,
	author_id bigint,
	author_name text,
	author_hidden boolean default false not null,
	source_text text not null,
	html text not null,
	plain_text text not null,
	html_version smallint not null,
	state text default 'published'::text not null,
	version integer default 1 not null,
	created_at timestamp with time zone default now() not null,
	edited_at timestamp with time zone,
	deleted_at timestamp with time zone,
	deleted_by bigint,
	accepted_at timestamp with time zone,
	accepted_by bigint,
	licence text,
	source text,
	source_url text,
	state_before text,
	constraint posts_check CHECK (((kind = 'comment'::text) = (parent_id IS NOT NULL))),
	constraint posts_kind_check CHECK ((kind = ANY (ARRAY['opening'::text, 'answer'::text, 'comment'::text]))),
	constraint posts_source_text_check CHECK ((length(source_text) <= 64000)),
	constraint posts_state_check CHECK ((state = ANY (ARRAY['published'::text, 'pending'::text, 'held'::text, 'deleted'::text]))),
	constraint posts_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES members(id),
	constraint posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id),
	constraint posts_deleted_by_fkey FOREIGN KEY (deleted_by) REFERENCES members(id),
	constraint posts_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES posts(id),
	constraint posts_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id),
	constraint posts_pkey PRIMARY KEY (id)
);
CREATE INDEX posts_accepted ON public.posts USING btree (accepted_at DESC) WHERE ((accepted_at IS NOT NULL) AND (state = 'published'::text));
CREATE INDEX posts_author ON public.posts USING btree (author_id, created_at DESC, id DESC) WHERE (state = 'published'::text);
CREATE INDEX posts_author_answers ON public.posts USING btree (author_id, id DESC) WHERE ((kind = 'answer'::text) AND (state = 'published'::text));
CREATE INDEX posts_html_version ON public.posts USING btree (html_version, id);
CREATE INDEX posts_newest_answers ON public.posts USING btree (created_at DESC, id DESC) WHERE ((kind = 'answer'::text) AND (state = 'published'::text));
CREATE INDEX posts_parent ON public.posts USING btree (parent_id, created_at, id) WHERE (kind = 'comment'::text);
CREATE INDEX posts_pending ON public.posts USING btree (author_id, id) WHERE (state = 'pending'::text);
CREATE INDEX posts_thread ON public.posts USING btree (thread_id, kind, created_at, id);
CREATE INDEX posts_to_purge ON public.posts USING btree (deleted_at) WHERE ((state = 'deleted'::text) AND (source_text <> ''::text));
CREATE INDEX posts_unpublished_author ON public.posts USING btree (author_id, created_at) WHERE (state <> 'published'::text);
CREATE UNIQUE INDEX posts_opening ON public.posts USING btree (thread_id) WHERE (kind = 'opening'::text);
CREATE TRIGGER posts_changed_for_search AFTER UPDATE ON public.posts FOR EACH ROW WHEN (((old.kind <> 'comment'::text) AND ((((((old.plain_text IS DISTINCT FROM new.plain_text) OR (old.state IS DISTINCT FROM new.state)) OR (old.author_id IS DISTINCT FROM new.author_id)) OR (old.author_hidden IS DISTINCT FROM new.author_hidden)) OR (old.thread_id IS DISTINCT FROM new.thread_id)) OR (old.accepted_at IS DISTINCT FROM new.accepted_at)))) EXECUTE FUNCTION queue_thread_of_row_for_search();
CREATE TRIGGER posts_gone_for_search AFTER DELETE ON public.posts FOR EACH ROW EXECUTE FUNCTION queue_thread_of_row_for_search();
CREATE TRIGGER posts_new_for_search AFTER INSERT ON public.posts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_for_search();

create table product_areas (
	id bigint generated always as identity not null,
	slug text not null,
	name text not null,
	description text default ''::text not null,
	position integer default 0 not null,
	archived_at timestamp with time zone,
	created_at timestamp with time zone default now() not null,
	constraint product_areas_description_check CHECK ((length(description) <= 500)),
	constraint product_areas_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
	constraint product_areas_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'::text)),
	constraint product_areas_pkey PRIMARY KEY (id),
	constraint product_areas_slug_key UNIQUE (slug)
);
CREATE UNIQUE INDEX product_areas_name ON public.product_areas USING btree (lower(name)) WHERE (archived_at IS NULL);

create table queue_decisions (
	id bigint generated always as identity not null,
	item_id bigint not null,
	actor_id bigint,
	action text not null,
	rule text,
	reason text default ''::text not null,
	to_reporters text default ''::text not null,
	before jsonb default '{}'::jsonb not null,
	sanction_id bigint,
	at timestamp with time zone default now() not null,
	undone_at timestamp with time zone,
	undone_by bigint,
	constraint queue_decisions_action_check CHECK ((action = ANY (ARRAY['keep'::text, 'hide'::text, 'delete'::text, 'edit'::text]))),
	constraint queue_decisions_reason_check CHECK ((length(reason) <= 1000)),
	constraint queue_decisions_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES members(id),
	constraint queue_decisions_item_id_fkey FOREIGN KEY (item_id) REFERENCES queue_items(id) ON DELETE CASCADE,
	constraint queue_decisions_sanction_fkey FOREIGN KEY (sanction_id) REFERENCES sanctions(id),
	constraint queue_decisions_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES members(id),
	constraint queue_decisions_pkey PRIMARY KEY (id)
);
CREATE INDEX queue_decisions_item ON public.queue_decisions USING btree (item_id, id DESC);

create table queue_items (
	id bigint generated always as identity not null,
	post_id bigint not null,
	space_id bigint not null,
	author_id bigint,
	causes text[] default '{}'::text[] not null,
	findings jsonb default '[]'::jsonb not null,
	report_count integer default 0 not null,
	weight real default 0 not null,
	state text default 'open'::text not null,
	opened_at timestamp with time zone default now() not null,
	claimed_by bigint,
	claimed_until timestamp with time zone,
	decided_at timestamp with time zone,
	decided_by bigint,
	version integer default 1 not null,
	company_id bigint,
	told_at timestamp with time zone,
	constraint queue_items_state_check CHECK ((state = ANY (ARRAY['open'::text, 'decided'::text, 'dropped'::text]))),
	constraint queue_items_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id),
	constraint queue_items_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES members(id),
	constraint queue_items_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE SET NULL,
	constraint queue_items_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES members(id),
	constraint queue_items_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint queue_items_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id),
	constraint queue_items_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX queue_items_author ON public.queue_items USING btree (author_id);
CREATE INDEX queue_items_claimed ON public.queue_items USING btree (claimed_by) WHERE ((state = 'open'::text) AND (claimed_by IS NOT NULL));
CREATE INDEX queue_items_count ON public.queue_items USING btree (space_id, company_id, author_id) WHERE (state = 'open'::text);
CREATE INDEX queue_items_decided ON public.queue_items USING btree (decided_at DESC, id DESC) WHERE (state = 'decided'::text);
CREATE INDEX queue_items_heaviest ON public.queue_items USING btree (weight DESC, id) WHERE (state = 'open'::text);
CREATE INDEX queue_items_space ON public.queue_items USING btree (space_id, weight DESC, id) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX queue_items_open ON public.queue_items USING btree (post_id) WHERE (state = 'open'::text);

create table quotes (
	id bigint generated always as identity not null,
	insight_id bigint,
	kind text not null,
	state text default 'accepted'::text not null,
	post_id bigint,
	thread_id bigint,
	post_version integer,
	words text not null,
	prefix text default ''::text not null,
	suffix text default ''::text not null,
	thread_title text default ''::text not null,
	space_id bigint,
	author_id bigint,
	author_name text default ''::text not null,
	company_id bigint,
	company_name text default ''::text not null,
	outside_source text default ''::text not null,
	outside_url text default ''::text not null,
	outside_customer text default ''::text not null,
	importance smallint default 1 not null,
	note text default ''::text not null,
	said_at timestamp with time zone,
	quoted_by bigint,
	created_at timestamp with time zone default now() not null,
	decided_by bigint,
	decided_at timestamp with time zone,
	answer text default ''::text not null,
	revision integer,
	words_found tsvector generated always as ((to_tsvector('english'::regconfig, words) || to_tsvector('indonesian'::regconfig, words))) stored not null,
	constraint quotes_answer_check CHECK ((length(answer) <= 500)),
	constraint quotes_check CHECK (((state <> 'accepted'::text) OR (insight_id IS NOT NULL))),
	constraint quotes_check1 CHECK (((kind = 'outside'::text) = (outside_source <> ''::text))),
	constraint quotes_importance_check CHECK (((importance >= 0) AND (importance <= 3))),
	constraint quotes_kind_check CHECK ((kind = ANY (ARRAY['passage'::text, 'post'::text, 'thread'::text, 'outside'::text]))),
	constraint quotes_note_check CHECK ((length(note) <= 1000)),
	constraint quotes_prefix_check CHECK ((length(prefix) <= 64)),
	constraint quotes_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'nominated'::text, 'declined'::text]))),
	constraint quotes_suffix_check CHECK ((length(suffix) <= 64)),
	constraint quotes_words_check CHECK (((length(words) >= 1) AND (length(words) <= 8000))),
	constraint quotes_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id),
	constraint quotes_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE SET NULL,
	constraint quotes_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES members(id),
	constraint quotes_insight_id_fkey FOREIGN KEY (insight_id) REFERENCES insights(id),
	constraint quotes_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE SET NULL,
	constraint quotes_quoted_by_fkey FOREIGN KEY (quoted_by) REFERENCES members(id),
	constraint quotes_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE SET NULL,
	constraint quotes_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE SET NULL,
	constraint quotes_pkey PRIMARY KEY (id)
);
CREATE INDEX quotes_author ON public.quotes USING btree (author_id) WHERE (author_id IS NOT NULL);
CREATE INDEX quotes_company ON public.quotes USING btree (company_id, insight_id) WHERE ((state = 'accepted'::text) AND (company_id IS NOT NULL));
CREATE INDEX quotes_insight ON public.quotes USING btree (insight_id, importance DESC, id DESC) WHERE (state = 'accepted'::text);
CREATE INDEX quotes_insight_age ON public.quotes USING btree (insight_id, created_at) WHERE (state = 'accepted'::text);
CREATE INDEX quotes_nominated ON public.quotes USING btree (id) WHERE (state = 'nominated'::text);
CREATE INDEX quotes_nominations_of ON public.quotes USING btree (quoted_by, id DESC) WHERE ((decided_at IS NOT NULL) OR (state = 'nominated'::text));
CREATE INDEX quotes_post ON public.quotes USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX quotes_thread ON public.quotes USING btree (thread_id) WHERE (thread_id IS NOT NULL);
CREATE INDEX quotes_words_found ON public.quotes USING gin (words_found) WHERE (state = 'accepted'::text);
CREATE INDEX quotes_words_trgm ON public.quotes USING gin (lower(words) gin_trgm_ops) WHERE (state = 'accepted'::text);
CREATE UNIQUE INDEX quotes_once ON public.quotes USING btree (post_id, kind, md5(words), md5(prefix), md5(suffix)) WHERE ((state <> 'declined'::text) AND (kind = ANY (ARRAY['passage'::text, 'post'::text])));
CREATE UNIQUE INDEX quotes_thread_once ON public.quotes USING btree (thread_id) WHERE ((state <> 'declined'::text) AND (kind = 'thread'::text));

create table reports (
	id bigint generated always as identity not null,
	item_id bigint not null,
	post_id bigint not null,
	reporter_id bigint not null,
	reason text not null,
	words text default ''::text not null,
	weight real not null,
	created_at timestamp with time zone default now() not null,
	outcome text,
	answer text default ''::text not null,
	decided_at timestamp with time zone,
	constraint reports_outcome_check CHECK ((outcome = ANY (ARRAY['acted'::text, 'kept'::text, 'withdrawn'::text]))),
	constraint reports_reason_check CHECK ((reason = ANY (ARRAY['spam'::text, 'rude'::text, 'off-topic'::text, 'private-data'::text, 'needs-staff'::text, 'other'::text]))),
	constraint reports_words_check CHECK ((length(words) <= 1000)),
	constraint reports_item_id_fkey FOREIGN KEY (item_id) REFERENCES queue_items(id) ON DELETE CASCADE,
	constraint reports_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint reports_reporter_id_fkey FOREIGN KEY (reporter_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint reports_pkey PRIMARY KEY (id)
);
CREATE INDEX reports_post ON public.reports USING btree (post_id);
CREATE INDEX reports_reporter ON public.reports USING btree (reporter_id, id DESC);
CREATE UNIQUE INDEX reports_once ON public.reports USING btree (item_id, reporter_id);

create table reputation_entries (
	id bigint generated always as identity not null,
	member_id bigint not null,
	reason text not null,
	worth integer not null,
	points integer not null,
	thread_id bigint,
	post_id bigint,
	cause_member_id bigint,
	at timestamp with time zone default now() not null,
	undone_at timestamp with time zone,
	constraint reputation_entries_reason_check CHECK ((reason = ANY (ARRAY['answer-accepted'::text, 'answer-confirmed'::text, 'answer-upvoted'::text, 'thread-upvoted'::text, 'accepted-answer'::text, 'downvoted'::text, 'gave-downvote'::text]))),
	constraint reputation_entries_cause_member_id_fkey FOREIGN KEY (cause_member_id) REFERENCES members(id),
	constraint reputation_entries_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint reputation_entries_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint reputation_entries_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint reputation_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX reputation_member ON public.reputation_entries USING btree (member_id, at DESC, id DESC);
CREATE UNIQUE INDEX reputation_of_post ON public.reputation_entries USING btree (post_id, cause_member_id, reason, member_id) WHERE (undone_at IS NULL);

create table request_keys (
	member_id bigint not null,
	key text not null,
	deed text not null,
	reply jsonb,
	created_at timestamp with time zone default now() not null,
	constraint request_keys_key_check CHECK (((length(key) >= 8) AND (length(key) <= 100))),
	constraint request_keys_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint request_keys_pkey PRIMARY KEY (member_id, key)
);
CREATE INDEX request_keys_age ON public.request_keys USING btree (created_at);

create table revisions (
	id bigint generated always as identity not null,
	post_id bigint not null,
	number integer not null,
	editor_id bigint,
	editor_name text,
	title text,
	tags text[],
	source_text text not null,
	reason text default ''::text not null,
	created_at timestamp with time zone default now() not null,
	rollback_of integer,
	constraint revisions_reason_check CHECK ((length(reason) <= 500)),
	constraint revisions_editor_id_fkey FOREIGN KEY (editor_id) REFERENCES members(id),
	constraint revisions_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint revisions_pkey PRIMARY KEY (id),
	constraint revisions_post_id_number_key UNIQUE (post_id, number)
);

create table sanctions (
	id bigint generated always as identity not null,
	member_id bigint not null,
	kind text not null,
	reason text not null,
	actor_id bigint,
	at timestamp with time zone default now() not null,
	until timestamp with time zone,
	lifted_at timestamp with time zone,
	lifted_by bigint,
	replaced_by bigint,
	space_id bigint,
	constraint sanctions_kind_check CHECK ((kind = ANY (ARRAY['silence'::text, 'suspend'::text]))),
	constraint sanctions_reason_check CHECK ((length(reason) <= 1000)),
	constraint sanctions_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES members(id),
	constraint sanctions_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES members(id),
	constraint sanctions_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint sanctions_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES sanctions(id),
	constraint sanctions_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE SET NULL,
	constraint sanctions_pkey PRIMARY KEY (id)
);
CREATE INDEX sanctions_member ON public.sanctions USING btree (member_id, id DESC);
CREATE INDEX sanctions_replaced ON public.sanctions USING btree (replaced_by) WHERE (replaced_by IS NOT NULL);

create table saved_filters (
	id bigint generated always as identity not null,
	member_id bigint not null,
	page text not null,
	name text not null,
	query text not null,
	created_at timestamp with time zone default now() not null,
	constraint saved_filters_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
	constraint saved_filters_page_check CHECK ((page = ANY (ARRAY['mining'::text, 'board'::text, 'list'::text]))),
	constraint saved_filters_query_check CHECK ((length(query) <= 1000)),
	constraint saved_filters_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint saved_filters_pkey PRIMARY KEY (id),
	constraint saved_filters_member_id_page_name_key UNIQUE (member_id, page, name)
);

create table search_documents (
	id bigint not null,
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
	title_length integer not null,
	opening_length integer not null,
	answers_length integer not null,
	words tsvector not null,
	title_words tsvector not null,
	created_at timestamp with time zone not null,
	constraint search_documents_pkey PRIMARY KEY (id)
);
CREATE INDEX search_documents_newest ON public.search_documents USING btree (created_at DESC, id DESC);
CREATE INDEX search_documents_title_trgm ON public.search_documents USING gin (lower(title) gin_trgm_ops) WITH (gin_pending_list_limit='64');
CREATE INDEX search_documents_words ON public.search_documents USING gin (words) WITH (gin_pending_list_limit='64');

create table search_entries (
	kind text not null,
	id bigint not null,
	version integer not null,
	title text not null,
	letters text not null,
	title_length integer not null,
	text_length integer not null,
	weight integer not null,
	words tsvector not null,
	constraint search_entries_kind_check CHECK ((kind = ANY (ARRAY['member'::text, 'tag'::text, 'document'::text]))),
	constraint search_entries_pkey PRIMARY KEY (kind, id)
);
CREATE INDEX search_entries_letters ON public.search_entries USING gin (letters gin_trgm_ops) WITH (gin_pending_list_limit='64');
CREATE INDEX search_entries_words ON public.search_entries USING gin (words) WITH (gin_pending_list_limit='64');

create table search_entry_outbox (
	id bigint generated always as identity not null,
	kind text not null,
	entry_id bigint not null,
	queued_at timestamp with time zone default now() not null,
	stored boolean default false not null,
	constraint search_entry_outbox_kind_check CHECK ((kind = ANY (ARRAY['member'::text, 'tag'::text, 'document'::text]))),
	constraint search_entry_outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX search_entry_outbox_unstored ON public.search_entry_outbox USING btree (id) WHERE (NOT stored);

create table search_outbox (
	id bigint generated always as identity not null,
	thread_id bigint not null,
	queued_at timestamp with time zone default now() not null,
	stored boolean default false not null,
	constraint search_outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX search_outbox_unstored ON public.search_outbox USING btree (id) WHERE (NOT stored);

create table search_rebuild (
	id smallint default 1 not null,
	token uuid not null,
	alive_at timestamp with time zone default now() not null,
	filling boolean default false not null,
	constraint search_rebuild_id_check CHECK ((id = 1)),
	constraint search_rebuild_pkey PRIMARY KEY (id)
);

create table search_runs (
	id bigint generated always as identity not null,
	kind text not null,
	started_at timestamp with time zone not null,
	ended_at timestamp with time zone,
	done integer default 0 not null,
	total integer default 0 not null,
	differing integer,
	error text,
	constraint search_runs_kind_check CHECK ((kind = ANY (ARRAY['rebuild'::text, 'compare'::text]))),
	constraint search_runs_pkey PRIMARY KEY (id)
);
CREATE INDEX search_runs_newest ON public.search_runs USING btree (kind, id DESC);

create table sessions (
	id_hash text not null,
	member_id bigint not null,
	expires_at timestamp with time zone not null,
	created_at timestamp with time zone default now() not null,
	last_seen_at timestamp with time zone default now() not null,
	device text default ''::text not null,
	address_hash text default ''::text not null,
	constraint sessions_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint sessions_pkey PRIMARY KEY (id_hash)
);
CREATE INDEX sessions_expiry ON public.sessions USING btree (expires_at);
CREATE INDEX sessions_member ON public.sessions USING btree (member_id);

create table settings (
	key text not null,
	value jsonb not null,
	updated_at timestamp with time zone default now() not null,
	updated_by bigint,
	constraint settings_pkey PRIMARY KEY (key)
);

create table sign_in_failures (
	id bigint generated always as identity not null,
	mail_hash text not null,
	address_hash text not null,
	at timestamp with time zone default now() not null,
	constraint sign_in_failures_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_failures_address ON public.sign_in_failures USING btree (address_hash, at DESC);
CREATE INDEX sign_in_failures_mail ON public.sign_in_failures USING btree (mail_hash, at DESC);

create table space_companies (
	space_id bigint not null,
	company_id bigint not null,
	constraint space_companies_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE,
	constraint space_companies_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
	constraint space_companies_pkey PRIMARY KEY (space_id, company_id)
);
CREATE INDEX space_companies_company ON public.space_companies USING btree (company_id);

create table space_groups (
	space_id bigint not null,
	group_id bigint not null,
	constraint space_groups_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE,
	constraint space_groups_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
	constraint space_groups_pkey PRIMARY KEY (space_id, group_id)
);
CREATE INDEX space_groups_group ON public.space_groups USING btree (group_id);

create table space_kind_stats (
	space_id bigint not null,
	kind text not null,
	threads integer default 0 not null,
	constraint space_kind_stats_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
	constraint space_kind_stats_pkey PRIMARY KEY (space_id, kind)
);

create table space_moderators (
	space_id bigint not null,
	member_id bigint not null,
	constraint space_moderators_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint space_moderators_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
	constraint space_moderators_pkey PRIMARY KEY (space_id, member_id)
);
CREATE INDEX space_moderators_member ON public.space_moderators USING btree (member_id);

create table space_stats (
	space_id bigint not null,
	threads integer default 0 not null,
	waiting integer default 0 not null,
	constraint space_stats_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
	constraint space_stats_pkey PRIMARY KEY (space_id)
);

create table spaces (
	id bigint generated always as identity not null,
	slug text not null,
	name text not null,
	description text default ''::text not null,
	kind text default 'public'::text not null,
	colour smallint default 1 not null,
	position integer default 0 not null,
	posting text default 'readers'::text not null,
	form_template jsonb default '[]'::jsonb not null,
	archived_at timestamp with time zone,
	created_at timestamp with time zone default now() not null,
	constraint spaces_colour_check CHECK (((colour >= 1) AND (colour <= 4))),
	constraint spaces_description_check CHECK ((length(description) <= 500)),
	constraint spaces_kind_check CHECK ((kind = ANY (ARRAY['public'::text, 'members'::text, 'groups'::text, 'company'::text, 'company_only'::text]))),
	constraint spaces_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
	constraint spaces_posting_check CHECK ((posting = ANY (ARRAY['readers'::text, 'staff'::text]))),
	constraint spaces_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'::text)),
	constraint spaces_pkey PRIMARY KEY (id),
	constraint spaces_slug_key UNIQUE (slug)
);
CREATE TRIGGER spaces_kind_for_tags AFTER UPDATE ON public.spaces FOR EACH ROW WHEN ((old.kind <> new.kind)) EXECUTE FUNCTION queue_tags_of_space_for_recount();

create table staff_notes (
	id bigint generated always as identity not null,
	subject text not null,
	subject_id bigint not null,
	author_id bigint not null,
	source_text text not null,
	html text not null,
	created_at timestamp with time zone default now() not null,
	edited_at timestamp with time zone,
	deleted_at timestamp with time zone,
	constraint staff_notes_source_text_check CHECK (((length(source_text) >= 1) AND (length(source_text) <= 4000))),
	constraint staff_notes_subject_check CHECK ((subject = ANY (ARRAY['thread'::text, 'member'::text]))),
	constraint staff_notes_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id),
	constraint staff_notes_pkey PRIMARY KEY (id)
);
CREATE INDEX staff_notes_subject ON public.staff_notes USING btree (subject, subject_id, id) WHERE (deleted_at IS NULL);

create table tag_entries (
	tag_id bigint not null,
	thread_id bigint not null,
	space_id bigint not null,
	kind text not null,
	created_at timestamp with time zone not null,
	hot double precision not null,
	needs_answer boolean not null,
	constraint tag_entries_pkey PRIMARY KEY (thread_id, tag_id)
);
CREATE INDEX tag_entries_hot ON public.tag_entries USING btree (tag_id, space_id, kind, hot DESC, thread_id DESC);
CREATE INDEX tag_entries_newest ON public.tag_entries USING btree (tag_id, space_id, kind, created_at DESC, thread_id DESC);
CREATE INDEX tag_entries_waiting ON public.tag_entries USING btree (tag_id, space_id, kind, thread_id DESC) WHERE needs_answer;

create table tag_merge_threads (
	merge_id bigint not null,
	thread_id bigint not null,
	had_both boolean not null,
	constraint tag_merge_threads_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES tag_merges(id) ON DELETE CASCADE,
	constraint tag_merge_threads_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint tag_merge_threads_pkey PRIMARY KEY (merge_id, thread_id)
);
CREATE INDEX tag_merge_threads_thread ON public.tag_merge_threads USING btree (thread_id);

create table tag_merges (
	id bigint generated always as identity not null,
	tag_id bigint not null,
	main_tag_id bigint not null,
	description text not null,
	synonym_ids bigint[] default '{}'::bigint[] not null,
	watcher_ids bigint[] default '{}'::bigint[] not null,
	merged_by bigint,
	merged_at timestamp with time zone default now() not null,
	undone_at timestamp with time zone,
	constraint tag_merges_main_tag_id_fkey FOREIGN KEY (main_tag_id) REFERENCES tags(id) ON DELETE CASCADE,
	constraint tag_merges_merged_by_fkey FOREIGN KEY (merged_by) REFERENCES members(id),
	constraint tag_merges_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE,
	constraint tag_merges_pkey PRIMARY KEY (id)
);
CREATE INDEX tag_merges_main ON public.tag_merges USING btree (main_tag_id, id DESC) WHERE (undone_at IS NULL);
CREATE INDEX tag_merges_tag ON public.tag_merges USING btree (tag_id);

create table tag_recounts (
	tag_id bigint not null,
	delta integer
);

create table tag_stats (
	tag_id bigint not null,
	threads integer default 0 not null,
	constraint tag_stats_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE,
	constraint tag_stats_pkey PRIMARY KEY (tag_id)
);
CREATE TRIGGER tag_stats_changed_for_search AFTER UPDATE ON public.tag_stats FOR EACH ROW WHEN ((search_weight((old.threads)::bigint) <> search_weight((new.threads)::bigint))) EXECUTE FUNCTION queue_counted_tag_for_search();
CREATE TRIGGER tag_stats_new_for_search AFTER INSERT ON public.tag_stats FOR EACH ROW WHEN ((new.threads > 0)) EXECUTE FUNCTION queue_counted_tag_for_search();

create table tags (
	id bigint generated always as identity not null,
	name text not null,
	description text default ''::text not null,
	created_at timestamp with time zone default now() not null,
	main_tag_id bigint,
	constraint tags_description_check CHECK ((length(description) <= 2000)),
	constraint tags_main_check CHECK ((main_tag_id <> id)),
	constraint tags_name_check CHECK ((((length(name) >= 1) AND (length(name) <= 40)) AND (name !~ '[[:space:]/]'::text))),
	constraint tags_main_tag_id_fkey FOREIGN KEY (main_tag_id) REFERENCES tags(id),
	constraint tags_pkey PRIMARY KEY (id),
	constraint tags_name_key UNIQUE (name)
);
CREATE INDEX tags_main ON public.tags USING btree (main_tag_id) WHERE (main_tag_id IS NOT NULL);
CREATE INDEX tags_name_trgm ON public.tags USING gin (name gin_trgm_ops) WITH (gin_pending_list_limit='64');
CREATE TRIGGER tags_changed_for_search AFTER UPDATE ON public.tags FOR EACH ROW WHEN (((old.name IS DISTINCT FROM new.name) OR ((old.description <> ''::text) IS DISTINCT FROM (new.description <> ''::text)))) EXECUTE FUNCTION queue_entry_for_search('tag');
CREATE TRIGGER tags_described_for_search AFTER INSERT ON public.tags FOR EACH ROW WHEN ((new.description <> ''::text)) EXECUTE FUNCTION queue_entry_for_search('tag');
CREATE TRIGGER tags_forgotten_for_search AFTER DELETE ON public.tags FOR EACH ROW EXECUTE FUNCTION queue_entry_for_search('tag');
CREATE TRIGGER tags_renamed_for_search AFTER UPDATE ON public.tags FOR EACH ROW WHEN ((old.name <> new.name)) EXECUTE FUNCTION queue_tagged_for_search();

create table telling_recipients (
	telling_id bigint not null,
	member_id bigint not null,
	insight_id bigint not null,
	stage text not null,
	reasons text[] not null,
	words text not null,
	thread_id bigint,
	notified_at timestamp with time zone,
	constraint telling_recipients_insight_id_fkey FOREIGN KEY (insight_id) REFERENCES insights(id),
	constraint telling_recipients_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint telling_recipients_telling_id_fkey FOREIGN KEY (telling_id) REFERENCES tellings(id),
	constraint telling_recipients_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE SET NULL,
	constraint telling_recipients_pkey PRIMARY KEY (telling_id, member_id),
	constraint telling_recipients_insight_id_stage_member_id_key UNIQUE (insight_id, stage, member_id)
);
CREATE INDEX telling_recipients_member ON public.telling_recipients USING btree (member_id);
CREATE INDEX telling_recipients_waiting ON public.telling_recipients USING btree (telling_id, member_id) WHERE (notified_at IS NULL);

create table telling_replies (
	telling_id bigint not null,
	thread_id bigint not null,
	post_id bigint,
	constraint telling_replies_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint telling_replies_telling_id_fkey FOREIGN KEY (telling_id) REFERENCES tellings(id),
	constraint telling_replies_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint telling_replies_pkey PRIMARY KEY (telling_id, thread_id)
);
CREATE INDEX telling_replies_thread ON public.telling_replies USING btree (thread_id);
CREATE INDEX telling_replies_waiting ON public.telling_replies USING btree (telling_id, thread_id) WHERE (post_id IS NULL);

create table tellings (
	id bigint generated always as identity not null,
	insight_id bigint not null,
	stage text not null,
	text text not null,
	actor_id bigint,
	at timestamp with time zone default now() not null,
	told integer default 0 not null,
	replies integer default 0 not null,
	constraint tellings_stage_check CHECK ((stage = ANY (ARRAY['planned'::text, 'shipped'::text, 'declined'::text]))),
	constraint tellings_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000))),
	constraint tellings_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES members(id),
	constraint tellings_insight_id_fkey FOREIGN KEY (insight_id) REFERENCES insights(id),
	constraint tellings_pkey PRIMARY KEY (id)
);
CREATE INDEX tellings_insight ON public.tellings USING btree (insight_id, id DESC);

create table thread_deeds (
	id bigint generated always as identity not null,
	act text not null,
	thread_id bigint not null,
	post_id bigint,
	space_id bigint not null,
	actor_id bigint,
	reason text default ''::text not null,
	rule text,
	before jsonb default '{}'::jsonb not null,
	after jsonb default '{}'::jsonb not null,
	at timestamp with time zone default now() not null,
	undone_at timestamp with time zone,
	undone_by bigint,
	constraint thread_deeds_reason_check CHECK ((length(reason) <= 1000)),
	constraint thread_deeds_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES members(id),
	constraint thread_deeds_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint thread_deeds_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id),
	constraint thread_deeds_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_deeds_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES members(id),
	constraint thread_deeds_pkey PRIMARY KEY (id)
);
CREATE INDEX thread_deeds_post ON public.thread_deeds USING btree (post_id, id DESC) WHERE (post_id IS NOT NULL);
CREATE INDEX thread_deeds_thread ON public.thread_deeds USING btree (thread_id, id DESC);

create table thread_links (
	id bigint generated always as identity not null,
	from_thread_id bigint not null,
	to_thread_id bigint not null,
	kind text not null,
	state text default 'confirmed'::text not null,
	proposed_by bigint,
	decided_by bigint,
	created_at timestamp with time zone default now() not null,
	source text,
	constraint thread_links_check CHECK ((from_thread_id <> to_thread_id)),
	constraint thread_links_kind_check CHECK ((kind = ANY (ARRAY['duplicate'::text, 'related'::text]))),
	constraint thread_links_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'declined'::text]))),
	constraint thread_links_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES members(id),
	constraint thread_links_from_thread_id_fkey FOREIGN KEY (from_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_links_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES members(id),
	constraint thread_links_to_thread_id_fkey FOREIGN KEY (to_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_links_pkey PRIMARY KEY (id),
	constraint thread_links_from_thread_id_to_thread_id_kind_key UNIQUE (from_thread_id, to_thread_id, kind)
);
CREATE INDEX thread_links_to ON public.thread_links USING btree (to_thread_id, kind);

create table thread_merges (
	id bigint generated always as identity not null,
	deed_id bigint not null,
	kind text not null,
	from_thread_id bigint not null,
	into_thread_id bigint not null,
	head_post_id bigint not null,
	post_ids bigint[] not null,
	acceptances jsonb default '[]'::jsonb not null,
	me_too jsonb default '[]'::jsonb not null,
	watches jsonb default '[]'::jsonb not null,
	links jsonb default '[]'::jsonb not null,
	added_me_too bigint[] default '{}'::bigint[] not null,
	added_watches bigint[] default '{}'::bigint[] not null,
	added_links bigint[] default '{}'::bigint[] not null,
	state_before text default 'published'::text not null,
	at timestamp with time zone default now() not null,
	undone_at timestamp with time zone,
	constraint thread_merges_check CHECK ((from_thread_id <> into_thread_id)),
	constraint thread_merges_kind_check CHECK ((kind = ANY (ARRAY['merge'::text, 'split'::text]))),
	constraint thread_merges_deed_id_fkey FOREIGN KEY (deed_id) REFERENCES thread_deeds(id) ON DELETE CASCADE,
	constraint thread_merges_from_thread_id_fkey FOREIGN KEY (from_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_merges_head_post_id_fkey FOREIGN KEY (head_post_id) REFERENCES posts(id),
	constraint thread_merges_into_thread_id_fkey FOREIGN KEY (into_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_merges_pkey PRIMARY KEY (id),
	constraint thread_merges_deed_id_key UNIQUE (deed_id)
);
CREATE INDEX thread_merges_from ON public.thread_merges USING btree (from_thread_id) WHERE (undone_at IS NULL);
CREATE INDEX thread_merges_into ON public.thread_merges USING btree (into_thread_id) WHERE (undone_at IS NULL);

create table thread_reads (
	member_id bigint not null,
	thread_id bigint not null,
	first_read_at timestamp with time zone default now() not null,
	last_read_at timestamp with time zone default now() not null,
	constraint thread_reads_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint thread_reads_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_reads_pkey PRIMARY KEY (member_id, thread_id)
);

create table thread_stats (
	thread_id bigint not null,
	space_id bigint not null,
	score integer default 0 not null,
	answers integer default 0 not null,
	accepted integer default 0 not null,
	comments integer default 0 not null,
	me_too integer default 0 not null,
	views integer default 0 not null,
	needs_answer boolean default false not null,
	hot double precision default 0 not null,
	last_answer_at timestamp with time zone,
	last_author_id bigint,
	kind text,
	listed boolean default true not null,
	constraint thread_stats_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_stats_pkey PRIMARY KEY (thread_id)
) with (fillfactor=80);
CREATE INDEX thread_stats_listed_hot ON public.thread_stats USING btree (space_id, hot DESC, thread_id DESC) WHERE listed;
CREATE INDEX thread_stats_listed_kind_hot ON public.thread_stats USING btree (space_id, kind, hot DESC, thread_id DESC) WHERE listed;
CREATE INDEX thread_stats_unaccepted ON public.thread_stats USING btree (last_answer_at) WHERE ((answers > 0) AND (accepted = 0));
CREATE INDEX thread_stats_waiting ON public.thread_stats USING btree (space_id, thread_id DESC) INCLUDE (kind, listed) WHERE needs_answer;
CREATE TRIGGER thread_stats_listed AFTER UPDATE OF listed ON public.thread_stats FOR EACH ROW WHEN ((old.listed <> new.listed)) EXECUTE FUNCTION enter_listed();
CREATE CONSTRAINT TRIGGER thread_stats_moved_in_tag_lists AFTER UPDATE OF space_id, kind, hot, needs_answer ON public.thread_stats DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((((old.space_id IS DISTINCT FROM new.space_id) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.hot IS DISTINCT FROM new.hot)) OR (old.needs_answer IS DISTINCT FROM new.needs_answer))) EXECUTE FUNCTION move_in_tag_lists();
CREATE TRIGGER thread_stats_place BEFORE INSERT ON public.thread_stats FOR EACH ROW EXECUTE FUNCTION place_of_thread();

create table thread_tags (
	thread_id bigint not null,
	tag_id bigint not null,
	created_at timestamp with time zone not null,
	constraint thread_tags_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE,
	constraint thread_tags_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_tags_pkey PRIMARY KEY (thread_id, tag_id)
);
CREATE INDEX thread_tags_tag ON public.thread_tags USING btree (tag_id, created_at DESC, thread_id DESC);
CREATE TRIGGER tags_gone_for_search AFTER DELETE ON public.thread_tags FOR EACH ROW EXECUTE FUNCTION queue_thread_of_row_for_search();
CREATE TRIGGER tags_new_for_search AFTER INSERT ON public.thread_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_for_search();
CREATE TRIGGER thread_tags_gone_for_lists AFTER DELETE ON public.thread_tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION enter_tagged();
CREATE TRIGGER thread_tags_gone_for_recount AFTER DELETE ON public.thread_tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_tags_for_recount();
CREATE TRIGGER thread_tags_new_for_lists AFTER INSERT ON public.thread_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION enter_tagged();
CREATE TRIGGER thread_tags_new_for_recount AFTER INSERT ON public.thread_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_tags_for_recount();

create table threads (
	id bigint generated always as identity not null,
	kind text not null,
	space_id bigint not null,
	company_id bigint,
	title text not null,
	author_id bigint,
	language text default 'en'::text not null,
	state text default 'published'::text not null,
	listed boolean default true not null,
	pinned_at timestamp with time zone,
	locked_at timestamp with time zone,
	closed_at timestamp with time zone,
	closed_reason text,
	solved_otherwise text,
	solved_at timestamp with time zone,
	form_values jsonb default '[]'::jsonb not null,
	version integer default 1 not null,
	created_at timestamp with time zone default now() not null,
	active_at timestamp with time zone default now() not null,
	deleted_at timestamp with time zone,
	source text,
	state_before text,
	merged_into_id bigint,
	stage text,
	decided_at timestamp with time zone,
	constraint threads_kind_check CHECK ((kind = ANY (ARRAY['question'::text, 'idea'::text, 'problem'::text, 'discussion'::text, 'announcement'::text]))),
	constraint threads_stage_check CHECK ((stage = ANY (ARRAY['review'::text, 'planned'::text, 'progress'::text, 'shipped'::text, 'declined'::text]))),
	constraint threads_state_check CHECK ((state = ANY (ARRAY['published'::text, 'pending'::text, 'held'::text, 'deleted'::text]))),
	constraint threads_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300))),
	constraint threads_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id),
	constraint threads_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id),
	constraint threads_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES threads(id),
	constraint threads_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id),
	constraint threads_pkey PRIMARY KEY (id)
) with (fillfactor=90);
CREATE INDEX threads_author ON public.threads USING btree (author_id, created_at DESC, id DESC);
CREATE INDEX threads_company ON public.threads USING btree (company_id, space_id) WHERE (company_id IS NOT NULL);
CREATE INDEX threads_kind_newest ON public.threads USING btree (kind, created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_merged ON public.threads USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX threads_newest ON public.threads USING btree (created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_pinned ON public.threads USING btree (space_id, pinned_at DESC, id DESC) WHERE ((pinned_at IS NOT NULL) AND (state = 'published'::text) AND listed);
CREATE INDEX threads_solved ON public.threads USING btree (solved_at DESC) WHERE ((solved_at IS NOT NULL) AND (state = 'published'::text) AND listed);
CREATE INDEX threads_space_kind_newest ON public.threads USING btree (space_id, kind, created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_space_newest ON public.threads USING btree (space_id, created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_with_outcome ON public.threads USING btree (id) WHERE ((stage IS NOT NULL) OR (decided_at IS NOT NULL));
CREATE TRIGGER threads_changed_for_search AFTER UPDATE ON public.threads FOR EACH ROW WHEN (((((((((((old.title IS DISTINCT FROM new.title) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.space_id IS DISTINCT FROM new.space_id)) OR (old.company_id IS DISTINCT FROM new.company_id)) OR (old.state IS DISTINCT FROM new.state)) OR (old.listed IS DISTINCT FROM new.listed)) OR (old.author_id IS DISTINCT FROM new.author_id)) OR (old.solved_at IS DISTINCT FROM new.solved_at)) OR (old.created_at IS DISTINCT FROM new.created_at)) OR (old.version IS DISTINCT FROM new.version))) EXECUTE FUNCTION queue_thread_for_search();
CREATE TRIGGER threads_changed_for_tags AFTER UPDATE ON public.threads FOR EACH ROW WHEN ((((old.state IS DISTINCT FROM new.state) OR (old.listed IS DISTINCT FROM new.listed)) OR (old.space_id IS DISTINCT FROM new.space_id))) EXECUTE FUNCTION queue_tags_of_thread_for_recount();
CREATE TRIGGER threads_gone_for_search AFTER DELETE ON public.threads FOR EACH ROW EXECUTE FUNCTION queue_thread_for_search();
CREATE TRIGGER threads_moved AFTER UPDATE OF space_id, kind, state, listed ON public.threads FOR EACH ROW WHEN (((((old.space_id IS DISTINCT FROM new.space_id) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.state IS DISTINCT FROM new.state)) OR (old.listed IS DISTINCT FROM new.listed))) EXECUTE FUNCTION move_thread_stats();
CREATE CONSTRAINT TRIGGER threads_moved_in_tag_lists AFTER UPDATE OF created_at ON public.threads DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION move_in_tag_lists();
CREATE TRIGGER threads_new_for_search AFTER INSERT ON public.threads REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_for_search();

create table top_entries (
	snapshot_id bigint not null,
	rank integer not null,
	thread_id bigint not null,
	space_id bigint,
	kind text,
	tag_ids bigint[],
	author_id bigint,
	constraint top_entries_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES top_snapshots(id) ON DELETE CASCADE,
	constraint top_entries_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint top_entries_pkey PRIMARY KEY (snapshot_id, rank)
);
CREATE INDEX top_entries_thread ON public.top_entries USING btree (thread_id);

create table top_snapshots (
	id bigint generated always as identity not null,
	taken_at timestamp with time zone default now() not null,
	constraint top_snapshots_pkey PRIMARY KEY (id)
);

create table unfurls (
	url text not null,
	title text,
	description text default ''::text not null,
	fetched_at timestamp with time zone not null,
	constraint unfurls_url_check CHECK ((length(url) <= 2000)),
	constraint unfurls_pkey PRIMARY KEY (url)
);

create table votes (
	id bigint generated always as identity not null,
	post_id bigint not null,
	member_id bigint,
	value smallint not null,
	cast_at timestamp with time zone default now() not null,
	source text,
	source_id text,
	carried boolean default false not null,
	constraint votes_value_check CHECK ((value = ANY (ARRAY['-1'::integer, 1]))),
	constraint votes_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id),
	constraint votes_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint votes_pkey PRIMARY KEY (id)
);
CREATE INDEX votes_member ON public.votes USING btree (member_id, cast_at DESC) WHERE (member_id IS NOT NULL);
CREATE INDEX votes_newest ON public.votes USING btree (cast_at);
CREATE UNIQUE INDEX votes_of_post ON public.votes USING btree (post_id, member_id);
CREATE UNIQUE INDEX votes_source ON public.votes USING btree (source, source_id) WHERE (source IS NOT NULL);

create table watches (
	member_id bigint not null,
	target_kind text not null,
	target_id bigint not null,
	level text not null,
	reason text default 'chosen'::text not null,
	created_at timestamp with time zone default now() not null,
	constraint watches_level_check CHECK ((level = ANY (ARRAY['all'::text, 'first_post'::text, 'mentions'::text, 'none'::text]))),
	constraint watches_target_kind_check CHECK ((target_kind = ANY (ARRAY['thread'::text, 'tag'::text, 'space'::text]))),
	constraint watches_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint watches_pkey PRIMARY KEY (member_id, target_kind, target_id)
);
CREATE INDEX watches_target ON public.watches USING btree (target_kind, target_id) WHERE (level = ANY (ARRAY['all'::text, 'first_post'::text]));

create table written_documents (
	id bigint generated always as identity not null,
	query text,
	thread_id bigint,
	url text,
	written_by bigint,
	written_at timestamp with time zone default now() not null,
	constraint written_documents_check CHECK (((query IS NULL) <> (thread_id IS NULL))),
	constraint written_documents_url_check CHECK ((url ~ '^https?://'::text)),
	constraint written_documents_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint written_documents_written_by_fkey FOREIGN KEY (written_by) REFERENCES members(id) ON DELETE SET NULL,
	constraint written_documents_pkey PRIMARY KEY (id),
	constraint written_documents_query_key UNIQUE (query),
	constraint written_documents_thread_id_key UNIQUE (thread_id)
);
CREATE INDEX written_documents_by ON public.written_documents USING btree (written_by) WHERE (written_by IS NOT NULL);
