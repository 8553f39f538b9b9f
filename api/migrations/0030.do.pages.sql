-- What the navigation and the columns beside a list show, counted by job.
create table space_kind_stats (
	space_id bigint not null references spaces (id) on delete cascade,
	kind text not null,
	threads integer not null default 0,
	primary key (space_id, kind)
);
create index posts_accepted on posts (accepted_at desc) where accepted_at is not null and state = 'published';
create index threads_solved on threads (solved_at desc) where solved_at is not null and state = 'published' and listed;
create index posts_author_answers on posts (author_id, id desc) where kind = 'answer' and state = 'published';
