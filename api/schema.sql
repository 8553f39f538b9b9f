-- Written by `npm run schema` from the catalog; do not edit.

create extension pg_trgm;

CREATE OR REPLACE FUNCTION public.move_thread_stats()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	update thread_stats set space_id = new.space_id, kind = new.kind where thread_id = new.id;
	return null;
end $function$;

CREATE OR REPLACE FUNCTION public.place_of_thread()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
	select t.space_id, t.kind into new.space_id, new.kind from threads t where t.id = new.thread_id;
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
	constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_subject ON public.audit_log USING btree (subject_kind, subject_id, id DESC);
CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table badges (
	id bigint generated always as identity not null,
	name text not null,
	description text default ''::text not null,
	constraint badges_pkey PRIMARY KEY (id),
	constraint badges_name_key UNIQUE (name)
);

create table companies (
	id bigint generated always as identity not null,
	name text not null,
	mail_domains text[] default '{}'::text[] not null,
	created_at timestamp with time zone default now() not null,
	constraint companies_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
	constraint companies_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX companies_name ON public.companies USING btree (lower(name));

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
	constraint event_effects_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
	constraint event_effects_pkey PRIMARY KEY (event_id, subscriber)
);

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
	constraint files_purpose_check CHECK ((purpose = ANY (ARRAY['post'::text, 'picture'::text]))),
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
	part text not null,
	edit text not null,
	at timestamp with time zone not null,
	member_source_id text,
	member_name text,
	comment text not null,
	text text not null,
	constraint import_history_part_check CHECK ((part = ANY (ARRAY['title'::text, 'body'::text, 'tags'::text, 'closed'::text, 'reopened'::text, 'locked'::text, 'unlocked'::text]))),
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
	constraint mails_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE SET NULL,
	constraint mails_pkey PRIMARY KEY (id),
	constraint mails_key_key UNIQUE (key)
);
CREATE INDEX mails_newest ON public.mails USING btree (id DESC);
CREATE INDEX mails_waiting ON public.mails USING btree (next_attempt_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL));

create table me_too (
	thread_id bigint not null,
	member_id bigint not null,
	created_at timestamp with time zone default now() not null,
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
	constraint member_stats_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint member_stats_pkey PRIMARY KEY (member_id)
);

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
);
CREATE INDEX members_any_mail ON public.members USING btree (lower(mail)) WHERE (mail IS NOT NULL);
CREATE INDEX members_company ON public.members USING btree (company_id) WHERE (company_id IS NOT NULL);
CREATE INDEX members_handle_prefix ON public.members USING btree (handle text_pattern_ops);
CREATE INDEX members_name_prefix ON public.members USING btree (lower(display_name) text_pattern_ops);
CREATE INDEX members_name_trgm ON public.members USING gin ((((handle || ' '::text) || lower(display_name))) gin_trgm_ops);
CREATE INDEX members_picture ON public.members USING btree (picture_file_id) WHERE (picture_file_id IS NOT NULL);
CREATE INDEX members_reputation ON public.members USING btree (reputation DESC, id) WHERE (state <> 'deleted'::text);
CREATE INDEX members_state_ends ON public.members USING btree (state_until) WHERE (state_until IS NOT NULL);
CREATE INDEX members_unverified ON public.members USING btree (created_at) WHERE ((mail IS NOT NULL) AND (mail_verified_at IS NULL));
CREATE UNIQUE INDEX members_handle ON public.members USING btree (handle);
CREATE UNIQUE INDEX members_mail ON public.members USING btree (lower(mail)) WHERE (mail_verified_at IS NOT NULL);
CREATE UNIQUE INDEX members_source ON public.members USING btree (source, source_id) WHERE (source IS NOT NULL);
CREATE TRIGGER members_role_for_search AFTER UPDATE ON public.members FOR EACH ROW WHEN ((old.role <> new.role)) EXECUTE FUNCTION queue_answered_for_search();

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
	constraint notices_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
	constraint notices_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint notices_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint notices_pkey PRIMARY KEY (id)
);
CREATE INDEX notices_inbox ON public.notices USING btree (member_id, updated_at DESC, id DESC);
CREATE INDEX notices_mail_due ON public.notices USING btree (mail_due_at) WHERE ((mailed_at IS NULL) AND (seen_at IS NULL) AND (mail_due_at IS NOT NULL));
CREATE INDEX notices_of_thread ON public.notices USING btree (thread_id) WHERE (seen_at IS NULL);
CREATE INDEX notices_unseen ON public.notices USING btree (member_id) WHERE ((seen_at IS NULL) AND in_app);
CREATE UNIQUE INDEX notices_bundle ON public.notices USING btree (member_id, group_key) WHERE (seen_at IS NULL);

create table old_addresses (
	path text not null,
	target text not null,
	source text not null,
	constraint old_addresses_pkey PRIMARY KEY (path)
);

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
CREATE UNIQUE INDEX posts_opening ON public.posts USING btree (thread_id) WHERE (kind = 'opening'::text);
CREATE TRIGGER posts_changed_for_search AFTER UPDATE ON public.posts FOR EACH ROW WHEN (((old.kind <> 'comment'::text) AND ((((((old.plain_text IS DISTINCT FROM new.plain_text) OR (old.state IS DISTINCT FROM new.state)) OR (old.author_id IS DISTINCT FROM new.author_id)) OR (old.author_hidden IS DISTINCT FROM new.author_hidden)) OR (old.thread_id IS DISTINCT FROM new.thread_id)) OR (old.accepted_at IS DISTINCT FROM new.accepted_at)))) EXECUTE FUNCTION queue_thread_of_row_for_search();
CREATE TRIGGER posts_gone_for_search AFTER DELETE ON public.posts FOR EACH ROW EXECUTE FUNCTION queue_thread_of_row_for_search();
CREATE TRIGGER posts_new_for_search AFTER INSERT ON public.posts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_for_search();

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
CREATE UNIQUE INDEX reputation_once ON public.reputation_entries USING btree (member_id, reason, post_id, cause_member_id) WHERE (undone_at IS NULL);

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
CREATE INDEX search_documents_title_trgm ON public.search_documents USING gin (lower(title) gin_trgm_ops);
CREATE INDEX search_documents_words ON public.search_documents USING gin (words);

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

create table space_groups (
	space_id bigint not null,
	group_id bigint not null,
	constraint space_groups_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE,
	constraint space_groups_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
	constraint space_groups_pkey PRIMARY KEY (space_id, group_id)
);

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

create table tag_stats (
	tag_id bigint not null,
	threads integer default 0 not null,
	constraint tag_stats_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE,
	constraint tag_stats_pkey PRIMARY KEY (tag_id)
);

create table tags (
	id bigint generated always as identity not null,
	name text not null,
	description text default ''::text not null,
	created_at timestamp with time zone default now() not null,
	constraint tags_description_check CHECK ((length(description) <= 2000)),
	constraint tags_name_check CHECK ((((length(name) >= 1) AND (length(name) <= 40)) AND (name !~ '[[:space:]/]'::text))),
	constraint tags_pkey PRIMARY KEY (id),
	constraint tags_name_key UNIQUE (name)
);
CREATE INDEX tags_name_trgm ON public.tags USING gin (name gin_trgm_ops);
CREATE TRIGGER tags_renamed_for_search AFTER UPDATE ON public.tags FOR EACH ROW WHEN ((old.name <> new.name)) EXECUTE FUNCTION queue_tagged_for_search();

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
	constraint thread_stats_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
	constraint thread_stats_pkey PRIMARY KEY (thread_id)
) with (fillfactor=80);
CREATE INDEX thread_stats_hot ON public.thread_stats USING btree (hot DESC, thread_id DESC);
CREATE INDEX thread_stats_needs_answer ON public.thread_stats USING btree (thread_id DESC) WHERE needs_answer;
CREATE INDEX thread_stats_space_hot ON public.thread_stats USING btree (space_id, hot DESC, thread_id DESC);
CREATE INDEX thread_stats_space_kind_hot ON public.thread_stats USING btree (space_id, kind, hot DESC, thread_id DESC);
CREATE INDEX thread_stats_space_needs_answer ON public.thread_stats USING btree (space_id, thread_id DESC) WHERE needs_answer;
CREATE INDEX thread_stats_unaccepted ON public.thread_stats USING btree (last_answer_at) WHERE ((answers > 0) AND (accepted = 0));
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
	constraint threads_kind_check CHECK ((kind = ANY (ARRAY['question'::text, 'idea'::text, 'problem'::text, 'discussion'::text, 'announcement'::text]))),
	constraint threads_state_check CHECK ((state = ANY (ARRAY['published'::text, 'pending'::text, 'held'::text, 'deleted'::text]))),
	constraint threads_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300))),
	constraint threads_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id),
	constraint threads_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id),
	constraint threads_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id),
	constraint threads_pkey PRIMARY KEY (id)
);
CREATE INDEX threads_author ON public.threads USING btree (author_id, created_at DESC, id DESC);
CREATE INDEX threads_changed ON public.threads USING btree (active_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_company ON public.threads USING btree (company_id, space_id) WHERE (company_id IS NOT NULL);
CREATE INDEX threads_kind_newest ON public.threads USING btree (kind, created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_newest ON public.threads USING btree (created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_solved ON public.threads USING btree (solved_at DESC) WHERE ((solved_at IS NOT NULL) AND (state = 'published'::text) AND listed);
CREATE INDEX threads_space_changed ON public.threads USING btree (space_id, active_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_space_kind_changed ON public.threads USING btree (space_id, kind, active_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_space_kind_newest ON public.threads USING btree (space_id, kind, created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_space_newest ON public.threads USING btree (space_id, created_at DESC, id DESC) WHERE ((state = 'published'::text) AND listed);
CREATE INDEX threads_title_trgm ON public.threads USING gin (lower(title) gin_trgm_ops);
CREATE TRIGGER threads_changed_for_search AFTER UPDATE ON public.threads FOR EACH ROW WHEN (((((((((((old.title IS DISTINCT FROM new.title) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.space_id IS DISTINCT FROM new.space_id)) OR (old.company_id IS DISTINCT FROM new.company_id)) OR (old.state IS DISTINCT FROM new.state)) OR (old.listed IS DISTINCT FROM new.listed)) OR (old.author_id IS DISTINCT FROM new.author_id)) OR (old.solved_at IS DISTINCT FROM new.solved_at)) OR (old.created_at IS DISTINCT FROM new.created_at)) OR (old.version IS DISTINCT FROM new.version))) EXECUTE FUNCTION queue_thread_for_search();
CREATE TRIGGER threads_gone_for_search AFTER DELETE ON public.threads FOR EACH ROW EXECUTE FUNCTION queue_thread_for_search();
CREATE TRIGGER threads_moved AFTER UPDATE OF space_id, kind ON public.threads FOR EACH ROW WHEN (((old.space_id IS DISTINCT FROM new.space_id) OR (old.kind IS DISTINCT FROM new.kind))) EXECUTE FUNCTION move_thread_stats();
CREATE TRIGGER threads_new_for_search AFTER INSERT ON public.threads REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_for_search();

create table top_entries (
	snapshot_id bigint not null,
	rank integer not null,
	thread_id bigint not null,
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

create table votes (
	id bigint generated always as identity not null,
	post_id bigint not null,
	member_id bigint,
	value smallint not null,
	cast_at timestamp with time zone default now() not null,
	source text,
	source_id text,
	constraint votes_value_check CHECK ((value = ANY (ARRAY['-1'::integer, 1]))),
	constraint votes_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id),
	constraint votes_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE,
	constraint votes_pkey PRIMARY KEY (id)
);
CREATE INDEX votes_member ON public.votes USING btree (member_id, cast_at DESC) WHERE (member_id IS NOT NULL);
CREATE INDEX votes_newest ON public.votes USING btree (cast_at);
CREATE INDEX votes_post ON public.votes USING btree (post_id);
CREATE UNIQUE INDEX votes_once ON public.votes USING btree (post_id, member_id) WHERE (member_id IS NOT NULL);
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
