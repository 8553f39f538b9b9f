-- The columns by themselves, without a value for each row: nobody waits for more than a moment.
begin;
alter table thread_stats add column if not exists listed boolean not null default true;
-- What the week's best are narrowed by, as of the snapshot: no other table is then walked for it.
alter table top_entries add column if not exists space_id bigint, add column if not exists kind text, add column if not exists tag_ids bigint[];
commit;
update top_entries e set space_id = t.space_id, kind = t.kind,
	tag_ids = array(select x.tag_id from thread_tags x where x.thread_id = t.id)
from threads t where t.id = e.thread_id;
commit;

-- From here on writers of threads wait until all is filled (not readers).
begin;
lock table threads, thread_stats, thread_tags in share row exclusive mode;

-- Whether lists show the thread stands beside its numbers, as its space and kind do: hot and waiting threads are then found without
-- looking up each, and what is deleted or held is not walked over.
create or replace function place_of_thread() returns trigger language plpgsql as $$
begin
	select t.space_id, t.kind, t.state = 'published' and t.listed into new.space_id, new.kind, new.listed
		from threads t where t.id = new.thread_id;
	return new;
end $$;
create or replace function move_thread_stats() returns trigger language plpgsql as $$
begin
	update thread_stats set space_id = new.space_id, kind = new.kind, listed = new.state = 'published' and new.listed
		where thread_id = new.id;
	return null;
end $$;
create or replace trigger threads_moved after update of space_id, kind, state, listed on threads for each row
	when ((old.space_id, old.kind, old.state, old.listed) is distinct from (new.space_id, new.kind, new.state, new.listed))
	execute function move_thread_stats();
update thread_stats s set listed = false from threads t where t.id = s.thread_id and not (t.state = 'published' and t.listed);

-- What tags' lists show: each listed thread beside each of its tags, with all that lists are narrowed and sorted by. A list takes the
-- first rows of each readable space and kind and merges them, however many threads carry the tag and wherever they lie.
create view listed_tags as
	select x.tag_id, x.thread_id, s.space_id, s.kind, t.created_at, t.active_at, s.hot, s.needs_answer
	from thread_tags x join threads t on t.id = x.thread_id join thread_stats s on s.thread_id = x.thread_id
	where s.listed;
-- The same, kept: in order. Without foreign keys: its rows come and go with those of thread_tags, which has them.
create table tag_entries (
	tag_id bigint not null,
	thread_id bigint not null,
	space_id bigint not null,
	-- Compared byte by byte: each entry is put into three indexes.
	kind text collate "C" not null,
	created_at timestamptz not null,
	active_at timestamptz not null,
	hot double precision not null,
	needs_answer boolean not null
);

-- Enters these threads anew: as they are listed now, and with the tags that they have now.
create function enter_in_tag_lists(ids bigint[]) returns void language plpgsql as $$
begin
	-- Who changes the same thread at the same time has written before it is read here.
	perform from threads t join thread_stats s on s.thread_id = t.id where t.id = any(ids) order by t.id for share of t for no key update of s;
	delete from tag_entries e where e.thread_id = any(ids)
		and not exists (select from listed_tags l where l.thread_id = e.thread_id and l.tag_id = e.tag_id);
	insert into tag_entries (tag_id, thread_id, space_id, kind, created_at, active_at, hot, needs_answer)
		select tag_id, thread_id, space_id, kind, created_at, active_at, hot, needs_answer from listed_tags where thread_id = any(ids)
		except select tag_id, thread_id, space_id, kind, created_at, active_at, hot, needs_answer from tag_entries where thread_id = any(ids)
		on conflict (thread_id, tag_id) do update set
			space_id = excluded.space_id, kind = excluded.kind, created_at = excluded.created_at, active_at = excluded.active_at,
			hot = excluded.hot, needs_answer = excluded.needs_answer;
end $$;

create function enter_tagged() returns trigger language plpgsql as $$
begin
	if exists (select from changed) then
		perform enter_in_tag_lists(array(select distinct thread_id from changed));
	end if;
	return null;
end $$;
create trigger thread_tags_new_for_lists after insert on thread_tags
	referencing new table as changed for each statement execute function enter_tagged();
create trigger thread_tags_gone_for_lists after delete on thread_tags
	referencing old table as changed for each statement execute function enter_tagged();

create function enter_listed() returns trigger language plpgsql as $$
begin
	perform enter_in_tag_lists(array[new.thread_id]);
	return null;
end $$;
create trigger thread_stats_listed after update of listed on thread_stats for each row
	when (old.listed <> new.listed) execute function enter_listed();

-- Moves a thread in its tags' lists, as it is when the transaction ends: a deed that moves it in several orders writes its entries once.
create function move_in_tag_lists() returns trigger language plpgsql as $$
declare
	moved_id bigint;
begin
	if tg_table_name = 'threads' then moved_id := new.id; else moved_id := new.thread_id; end if;
	perform from thread_stats where thread_id = moved_id for no key update;
	update tag_entries e set
		space_id = s.space_id, kind = s.kind, created_at = t.created_at, active_at = t.active_at, hot = s.hot, needs_answer = s.needs_answer
	from threads t, thread_stats s
	where e.thread_id = moved_id and t.id = moved_id and s.thread_id = moved_id
		and (e.active_at, e.hot, e.needs_answer, e.created_at, e.space_id, e.kind)
			is distinct from (t.active_at, s.hot, s.needs_answer, t.created_at, s.space_id, s.kind);
	return null;
end $$;
create constraint trigger threads_moved_in_tag_lists after update of created_at, active_at on threads
	deferrable initially deferred for each row
	when ((old.created_at, old.active_at) is distinct from (new.created_at, new.active_at)) execute function move_in_tag_lists();
create constraint trigger thread_stats_moved_in_tag_lists after update of space_id, kind, hot, needs_answer on thread_stats
	deferrable initially deferred for each row
	when ((old.space_id, old.kind, old.hot, old.needs_answer)
		is distinct from (new.space_id, new.kind, new.hot, new.needs_answer)) execute function move_in_tag_lists();

insert into tag_entries select * from listed_tags;
alter table tag_entries add primary key (thread_id, tag_id);
create index tag_entries_newest on tag_entries (tag_id, space_id, kind, created_at desc, thread_id desc);
create index tag_entries_active on tag_entries (tag_id, space_id, kind, active_at desc, thread_id desc);
create index tag_entries_hot on tag_entries (tag_id, space_id, kind, hot desc, thread_id desc);
create index tag_entries_waiting on tag_entries (tag_id, space_id, kind, thread_id desc) where needs_answer;

create index thread_stats_listed_hot on thread_stats (space_id, hot desc, thread_id desc) where listed;
create index thread_stats_listed_kind_hot on thread_stats (space_id, kind, hot desc, thread_id desc) where listed;
create index thread_stats_waiting on thread_stats (space_id, thread_id desc) include (kind, listed) where needs_answer;
analyze tag_entries;

-- Last, since readers wait from here on. Every answer wrote these; of the first three only tags' lists made use.
drop index thread_stats_hot, thread_stats_needs_answer, threads_changed;
drop index thread_stats_space_hot, thread_stats_space_kind_hot, thread_stats_space_needs_answer;
commit;
