-- Tags whose threads have changed, so that only those are counted anew: one row per change, never updated, so that writers do not
-- wait for each other. The job takes its rows away in the statement that counts.
create table tag_recounts (
	-- No foreign key: it would lock the tag's row for every writer.
	tag_id bigint not null
);

create function queue_tags_for_recount() returns trigger language plpgsql as $$
begin
	insert into tag_recounts (tag_id) select distinct tag_id from changed;
	return null;
end $$;
create trigger thread_tags_new_for_recount after insert on thread_tags
	referencing new table as changed for each statement execute function queue_tags_for_recount();
create trigger thread_tags_gone_for_recount after delete on thread_tags
	referencing old table as changed for each statement execute function queue_tags_for_recount();

create function queue_tags_of_thread_for_recount() returns trigger language plpgsql as $$
begin
	insert into tag_recounts (tag_id) select tag_id from thread_tags where thread_id = new.id;
	return null;
end $$;
create trigger threads_changed_for_tags after update on threads for each row
	when ((old.state, old.listed, old.space_id) is distinct from (new.state, new.listed, new.space_id))
	execute function queue_tags_of_thread_for_recount();

create function queue_tags_of_space_for_recount() returns trigger language plpgsql as $$
begin
	insert into tag_recounts (tag_id)
		select distinct tt.tag_id from threads t join thread_tags tt on tt.thread_id = t.id where t.space_id = new.id;
	return null;
end $$;
create trigger spaces_kind_for_tags after update on spaces for each row
	when (old.kind <> new.kind) execute function queue_tags_of_space_for_recount();

-- What was counted before this migration may have changed since its last round.
insert into tag_recounts (tag_id) select id from tags;
