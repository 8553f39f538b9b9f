-- What the words of a thread promise, by themselves: a vote changes the rest and need not read them again. Empty until the thread
-- is weighed the next time.
alter table mining add column words_promise double precision;
