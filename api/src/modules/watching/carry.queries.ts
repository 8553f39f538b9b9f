import type { Tx } from '../../platform/db.ts';

/** Who watches a thread not only by a duplicate, but for those who want silence in the other one's space or in a tag of it. */
export async function listOwnWatchers(
	tx: Tx,
	threadId: number,
	to: { id: number; spaceId: number },
): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		select w.member_id from watches w
		where w.target_kind = 'thread' and w.target_id = ${threadId} and w.level in ('all', 'first_post')
			and w.reason <> 'duplicate' and not exists (
				select from watches n
				where n.member_id = w.member_id and n.level = 'none' and ((n.target_kind = 'space' and n.target_id = ${to.spaceId})
					or (n.target_kind = 'tag' and n.target_id in (select tag_id from thread_tags where thread_id = ${to.id}))))`;
	return rows.map((row) => row.memberId);
}

/** Has these watch the one thread as they watch the other; a level that stands there is left as it is. */
export async function putCarried(tx: Tx, fromThreadId: number, threadId: number, memberIds: number[]): Promise<void> {
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		select member_id, 'thread', ${threadId}::bigint, level, 'duplicate' from watches
		where target_kind = 'thread' and target_id = ${fromThreadId} and member_id = any(${memberIds}::bigint[])
		on conflict (member_id, target_kind, target_id) do nothing`;
}

/** Ends carried watches: what was chosen since, or comes from a deed there, stays. */
export async function dropCarried(tx: Tx, threadId: number, memberIds: number[]): Promise<void> {
	await tx`
		delete from watches
		where target_kind = 'thread' and target_id = ${threadId} and member_id = any(${memberIds}::bigint[])
			and reason = 'duplicate'`;
}
