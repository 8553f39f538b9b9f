-- The number of the post's revision that is quoted: its history leads there when the words stand no more.
alter table quotes add column revision integer;

-- Similar insights are searched for by any word of theirs and of their quotes, in the two languages that the product speaks.
alter table insights add column title_words tsvector not null
	generated always as (to_tsvector('english', title) || to_tsvector('indonesian', title)) stored;
alter table quotes add column words_found tsvector not null
	generated always as (to_tsvector('english', words) || to_tsvector('indonesian', words)) stored;
create index insights_title_words on insights using gin (title_words) where merged_into is null and deleted_at is null;
create index quotes_words_found on quotes using gin (words_found) where state = 'accepted';
