-- One index instead of two with every vote; votes that an import brought without a member stand beside each other as before.
create unique index votes_of_post on votes (post_id, member_id);
drop index votes_once;
drop index votes_post;

-- The same rule, in an order in which what a post gave is found: every vote asks for that twice.
create unique index reputation_of_post on reputation_entries (post_id, cause_member_id, reason, member_id) where undone_at is null;
drop index reputation_once;

-- Titles are searched in search_documents; here every answer wrote all letters of its thread's title anew.
drop index threads_title_trgm;
