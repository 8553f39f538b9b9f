-- Whose threads they were when the week's best were taken, as their space, kind and tags: one member's are then found without looking
-- up all 2,000. Snapshots taken before do not say so, and are looked up as ever until they go, after a day.
alter table top_entries add column author_id bigint;
