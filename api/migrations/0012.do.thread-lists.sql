-- Lists take the first rows of each readable space and merge them: as fast for who reads one small space as for who reads all.

-- A thread's kind stands beside its numbers, as its space does; the database keeps both the same.
alter table thread_stats add column kind text;
update thread_stats s set kind = t.kind from threads t where t.id = s.thread_id;

create function place_of_thread() returns trigger language plpgsql as $$
begin
	select t.space_id, t.kind into new.space_id, new.kind from threads t where t.id = new.thread_id;
	return new;
end $$;
create trigger thread_stats_place before insert on thread_stats for each row execute function place_of_thread();

create function move_thread_stats() returns trigger language plpgsql as $$
begin
	update thread_stats set space_id = new.space_id, kind = new.kind where thread_id = new.id;
	return null;
end $$;
create trigger threads_moved after update of space_id, kind on threads for each row
	when ((old.space_id, old.kind) is distinct from (new.space_id, new.kind)) execute function move_thread_stats();

create index threads_space_kind_newest on threads (space_id, kind, created_at desc, id desc) where state = 'published' and listed;
create index threads_space_changed on threads (space_id, active_at desc, id desc) where state = 'published' and listed;
create index threads_space_kind_changed on threads (space_id, kind, active_at desc, id desc) where state = 'published' and listed;
-- A company's threads in company-only spaces are few: found by this, sorted as asked.
create index threads_company on threads (company_id, space_id) where company_id is not null;
create index thread_stats_space_kind_hot on thread_stats (space_id, kind, hot desc, thread_id desc);
create index thread_stats_space_needs_answer on thread_stats (space_id, thread_id desc) where needs_answer;
create index top_entries_thread on top_entries (thread_id);

-- Votes and answers of the last seven days make the week's best.
create index votes_newest on votes (cast_at);
create index posts_newest_answers on posts (created_at desc, id desc) where kind = 'answer' and state = 'published';
