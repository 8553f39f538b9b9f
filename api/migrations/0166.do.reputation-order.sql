-- A member's reputation moves with nearly every vote. As long as an index of `members` is sorted by it, each move is written into all of
-- that table's indexes anew, two of them of trigrams. The order of the members' page stands beside their other numbers now.
begin;
lock table members in share row exclusive mode;
alter table member_stats add column reputation integer not null default 0;
insert into member_stats (member_id, reputation) select id, reputation from members
	on conflict (member_id) do update set reputation = excluded.reputation where excluded.reputation <> 0;
create index member_stats_reputation on member_stats (reputation desc, member_id);

create function note_reputation() returns trigger language plpgsql as $$
begin
	-- As it is now: what comes at the commit may be older than what was written since.
	insert into member_stats (member_id, reputation) select id, reputation from members where id = new.id
		on conflict (member_id) do update set reputation = excluded.reputation where member_stats.reputation <> excluded.reputation;
	return null;
end $$;
create trigger members_reputation_moved after update of reputation on members for each row
	when (old.reputation <> new.reputation) execute function note_reputation();
-- Deferred: whoever makes a member writes their numbers, too.
create constraint trigger members_reputation_begun after insert on members
	deferrable initially deferred for each row execute function note_reputation();

drop index members_reputation;
-- Room in each page for the row's next version; pages that are full make room as their rows change.
alter table members set (fillfactor = 90);
alter table member_stats set (fillfactor = 90);
commit;
