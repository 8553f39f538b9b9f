-- Whose matter an item is in a company-only space: the queue is counted without looking at threads.
alter table queue_items add column company_id bigint references companies (id) on delete set null;
update queue_items q set company_id = t.company_id from posts p join threads t on t.id = p.thread_id where p.id = q.post_id;
-- dropped: everything that spoke against the post was taken back.
alter table queue_items drop constraint queue_items_state_check;
alter table queue_items add constraint queue_items_state_check check (state in ('open', 'decided', 'dropped'));
create index queue_items_count on queue_items (space_id, company_id, author_id) where state = 'open';

-- One sanction stands at a time: a later one takes the place of the one before, and gives it back when it is undone.
-- Empty where the product itself silenced somebody, by reports of many.
alter table sanctions drop constraint sanctions_reason_check;
alter table sanctions add constraint sanctions_reason_check check (length(reason) <= 1000);
alter table sanctions add column replaced_by bigint references sanctions (id);
create index sanctions_replaced on sanctions (replaced_by) where replaced_by is not null;

-- What a member is told of their silence or suspension.
alter table members add column state_reason text not null default '';

create index audit_log_at on audit_log (at);
