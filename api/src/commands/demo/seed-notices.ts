import type { Tx } from '../../platform/db.ts';
import type { Seeded } from './seed.ts';

/** What askers would find in their inboxes: answers of the last ten days, unseen those of the last two. No mail goes out. */
export async function seedNotices(tx: Tx, seeded: Seeded): Promise<void> {
	await tx`
		insert into notices (member_id, kind, thread_id, post_id, actor_ids, count, group_key, created_at, updated_at, seen_at)
		select t.author_id, 'answer', t.id, min(p.id), array_agg(distinct p.author_id), count(*), 'answer:' || t.id,
			min(p.created_at), max(p.created_at),
			case when max(p.created_at) < ${seeded.now}::timestamptz - interval '2 days' then max(p.created_at) + interval '3 hours' end
		from threads t join posts p on p.thread_id = t.id and p.kind = 'answer' and p.state = 'published'
		where p.author_id <> t.author_id and p.created_at > ${seeded.now}::timestamptz - interval '10 days'
		group by t.id`;
	await tx`
		insert into notices (member_id, kind, thread_id, post_id, actor_ids, count, group_key, created_at, updated_at, seen_at)
		select p.author_id, 'accepted', p.thread_id, p.id, array[p.accepted_by], 1, 'accepted:' || p.id, p.accepted_at, p.accepted_at,
			case when p.accepted_at < ${seeded.now}::timestamptz - interval '2 days' then p.accepted_at + interval '5 hours' end
		from posts p
		where p.accepted_at > ${seeded.now}::timestamptz - interval '10 days' and p.accepted_by <> p.author_id
			and p.state = 'published'`;
}
