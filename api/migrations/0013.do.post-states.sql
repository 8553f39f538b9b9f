-- What a deleted thread or post was before: a restore makes it that again.
alter table threads add column state_before text;
alter table posts add column state_before text;
-- A deleted post whose text is still there is purged when its time is over; then its source_text is empty.
drop index posts_deleted;
create index posts_to_purge on posts (deleted_at) where state = 'deleted' and source_text <> '';
create index posts_pending on posts (author_id, id) where state = 'pending';

-- The earlier revision that this one brought back.
alter table revisions add column rollback_of integer;

-- A list of { name, label, value }, in the order of the form, with the labels as they were asked.
alter table threads alter column form_values set default '[]';
update threads set form_values = '[]' where form_values = '{}';

-- Uploads that nothing shows are deleted after some days.
create index files_age on files (created_at);
create index members_picture on members (picture_file_id) where picture_file_id is not null;
