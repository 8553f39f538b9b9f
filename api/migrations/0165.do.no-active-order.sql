-- No list is sorted by the last thing said any more: no page ever offered it, and each answer and comment paid for its indexes. Without
-- them nothing that an answer changes of its thread stands in an index, so that PostgreSQL writes the row alone.
-- One table after the other, each for a moment: who reads a tag's list takes both, in the other order than who writes.
begin;
alter table tag_entries alter column active_at drop not null;

create or replace function enter_in_tag_lists(ids bigint[]) returns void language plpgsql as $$
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
end $$;

create or replace function move_in_tag_lists() returns trigger language plpgsql as $$
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
end $$;
commit;

begin;
drop trigger if exists threads_moved_in_tag_lists on threads;
create constraint trigger threads_moved_in_tag_lists after update of created_at on threads
	deferrable initially deferred for each row
	when (old.created_at is distinct from new.created_at) execute function move_in_tag_lists();
drop index if exists threads_space_changed, threads_space_kind_changed;
-- Room in each page for the row's next version; pages that are full make room as their rows change.
alter table threads set (fillfactor = 90);
commit;

begin;
drop view listed_tags;
drop index if exists tag_entries_active;
alter table tag_entries drop column if exists active_at;
create view listed_tags as
	select x.tag_id, x.thread_id, s.space_id, s.kind, t.created_at, s.hot, s.needs_answer
	from thread_tags x join threads t on t.id = x.thread_id join thread_stats s on s.thread_id = x.thread_id
	where s.listed;
commit;
