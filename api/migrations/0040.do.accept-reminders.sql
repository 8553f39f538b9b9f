-- How often an asker was reminded to accept, and whether they said that no answer is right yet.
create table accept_reminders (
	thread_id bigint primary key references threads (id) on delete cascade,
	-- 1 after the first reminder, 3 after the last; counts anew when an answer came since.
	step smallint not null default 0,
	reminded_at timestamptz,
	none_right_at timestamptz
);
-- Threads that may be due: answered, and nobody has said what helped.
create index thread_stats_unaccepted on thread_stats (last_answer_at) where answers > 0 and accepted = 0;
