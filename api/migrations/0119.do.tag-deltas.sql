-- By how much the number of a tag's listed threads in public spaces moved; null: count it anew. So the job adds what came instead of
-- counting all threads of a popular tag each minute.
alter table tag_recounts add column delta integer;

create or replace function queue_tags_for_recount() returns trigger language plpgsql as $$
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
end $$;

create or replace function queue_tags_of_thread_for_recount() returns trigger language plpgsql as $$
declare
	moved integer := (new.state = 'published' and new.listed and exists (select from spaces where id = new.space_id and kind = 'public'))::integer
		- (old.state = 'published' and old.listed and exists (select from spaces where id = old.space_id and kind = 'public'))::integer;
begin
	if moved <> 0 then
		insert into tag_recounts (tag_id, delta) select tag_id, moved from thread_tags where thread_id = new.id;
	end if;
	return null;
end $$;
