-- The number of the post's revision that is quoted: its history leads there when the words stand no more.
alter table quotes add column revision integer;

-- Similar insights are searched for by any word of theirs and of their quotes.
create index insights_title_words on insights using gin (to_tsvector('simple', title)) where merged_into is null and deleted_at is null;
create index quotes_words_words on quotes using gin (to_tsvector('simple', words)) where state = 'accepted';
