-- What a member wrote that is not seen by all counts, too, where new members may write only so much.
create index posts_unpublished_author on posts (author_id, created_at) where state <> 'published';
