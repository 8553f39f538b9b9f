-- Where a sanction comes from: the space of the post that it was decided about, or whose reports brought it about; null: of the
-- whole site. Moderators of other spaces do not lift it.
alter table sanctions add column space_id bigint references spaces (id) on delete set null;

update sanctions s set space_id = q.space_id
from queue_decisions d join queue_items q on q.id = d.item_id
where d.sanction_id = s.id;
