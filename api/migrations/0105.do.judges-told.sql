-- When moderators were asked to look: once an item, and not for a first post that nobody complains of.
alter table queue_items add column told_at timestamptz;
