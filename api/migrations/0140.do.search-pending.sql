-- What GIN indexes have taken in and not yet put in order is read from end to end by every search: up to 4 MB, which took 10 ms for
-- each word that was looked up. 64 kB take a tenth of a millisecond, and cost a document that is indexed as much again.
select gin_clean_pending_list(indexrelid) from pg_index
where indexrelid in ('search_documents_words'::regclass, 'search_documents_title_trgm'::regclass, 'search_entries_words'::regclass,
	'search_entries_letters'::regclass, 'members_name_trgm'::regclass, 'tags_name_trgm'::regclass);
alter index search_documents_words set (gin_pending_list_limit = 64);
alter index search_documents_title_trgm set (gin_pending_list_limit = 64);
alter index search_entries_words set (gin_pending_list_limit = 64);
alter index search_entries_letters set (gin_pending_list_limit = 64);
alter index members_name_trgm set (gin_pending_list_limit = 64);
alter index tags_name_trgm set (gin_pending_list_limit = 64);
