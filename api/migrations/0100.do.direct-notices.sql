-- Notices that say something of their own instead of pointing at a post: a decision, with the reader's own words.
alter table notices
	add column title text,
	add column path text check (path ~ '^/[^/\\]'),
	add column words text not null default '',
	add column said text not null default '';
comment on column notices.title is 'What it is about, where that is not the thread''s title.';
comment on column notices.path is 'Where it leads, where that is not the post.';
comment on column notices.words is 'The reader''s own words that it answers.';
comment on column notices.said is 'What the company says.';

-- Which deeds a moderator of one space may read of.
alter table audit_log add column space_id bigint;
create index audit_log_space on audit_log (space_id, id desc) where space_id is not null;
create index audit_log_actor on audit_log (actor_id, id desc);
create index audit_log_action on audit_log (action text_pattern_ops, id desc);
