-- What a confirmed duplicate counts for at the end of its chain: one row per member and kind, also where the member stood there
-- already. The vote, me-too or watch itself is marked as carried, and goes when its last row here goes.
create table duplicate_carries (
	from_thread_id bigint not null references threads (id) on delete cascade,
	to_thread_id bigint not null references threads (id) on delete cascade,
	kind text not null check (kind in ('vote', 'me-too', 'watch')),
	member_id bigint not null references members (id) on delete cascade,
	carried_at timestamptz not null default now(),
	primary key (from_thread_id, kind, member_id),
	check (from_thread_id <> to_thread_id)
);
create index duplicate_carries_to on duplicate_carries (to_thread_id, kind, member_id);

-- Not the member's own deed here: it gives no points. One's own deed takes it over. A watch says so by its reason, `duplicate`.
alter table votes add column carried boolean not null default false;
alter table me_too add column carried boolean not null default false;
