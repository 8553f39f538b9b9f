import type { Tx } from '../../platform/db.ts';
import { listCarriers, settleCarries } from '../threads/index.ts';

/**
 * Has those who watch a duplicate watch the thread at the end of its chain, for as long as it is one; for all that are duplicates
 * of the thread named. A level that stands there is left as it is. Twice is the same as once.
 */
export async function carryWatches(tx: Tx, threadId: number): Promise<void> {
	for (const carrier of await listCarriers(tx, threadId)) {
		const { fromThreadId, to } = carrier;
		const watchers = to === null ? [] : await listOwnWatchers(tx, fromThreadId, to);
		for (const { threadId: targetId, came, went } of await settleCarries(tx, 'watch', carrier, watchers)) {
			await dropCarried(tx, targetId, went);
			await putCarried(tx, fromThreadId, targetId, came);
		}
	}
}

/** Who watches a thread not only by a duplicate, but for those who want silence in the other one's space or in a tag of it. */
async function listOwnWatchers(tx: Tx, threadId: number, to: { id: number; spaceId: number }): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		select w.member_id from watches w
		where w.target_kind = 'thread' and w.target_id = ${threadId} and w.level in ('all', 'first_post')
			and w.reason <> 'duplicate' and not exists (
				select from watches n
				where n.member_id = w.member_id and n.level = 'none' and ((n.target_kind = 'space' and n.target_id = ${to.spaceId})
					or (n.target_kind = 'tag' and n.target_id in (select tag_id from thread_tags where thread_id = ${to.id}))))`;
	return rows.map((row) => row.memberId);
}

async function putCarried(tx: Tx, fromThreadId: number, threadId: number, memberIds: number[]): Promise<void> {
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		select member_id, 'thread', ${threadId}::bigint, level, 'duplicate' from watches
		where target_kind = 'thread' and target_id = ${fromThreadId} and member_id = any(${memberIds}::bigint[])
		on conflict (member_id, target_kind, target_id) do nothing`;
}

/** What was chosen since, or comes from a deed there, stays. */
async function dropCarried(tx: Tx, threadId: number, memberIds: number[]): Promise<void> {
	await tx`
		delete from watches
		where target_kind = 'thread' and target_id = ${threadId} and member_id = any(${memberIds}::bigint[])
			and reason = 'duplicate'`;
}
