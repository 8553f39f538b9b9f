-- The words that a thread's place in the order of mining is owed to, and by which scale it was weighed: rows of an older one are
-- weighed anew by and by.
alter table mining
	add column telling jsonb not null default '[]',
	add column scale smallint not null default 0;
