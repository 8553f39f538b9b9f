import type { Tx } from '../../platform/db.ts';

/** Members who voted for a thread themselves. */
export async function listBackers(tx: Tx, threadId: number): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		select v.member_id from posts p join votes v on v.post_id = p.id
		where p.thread_id = ${threadId} and p.kind = 'opening' and v.value = 1 and v.member_id is not null and not v.carried`;
	return rows.map((row) => row.memberId);
}

/** Members who said “me too” there themselves. */
export async function listAffected(tx: Tx, threadId: number): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		select member_id from me_too where thread_id = ${threadId} and not carried`;
	return rows.map((row) => row.memberId);
}

/** Locks the numbers of a thread and of its opening text, in the order of every write; returns the opening's number. */
export async function lockOpening(tx: Tx, threadId: number): Promise<number | undefined> {
	await tx`select 1 from thread_stats where thread_id = ${threadId} for update`;
	const rows = await tx<{ postId: number }[]>`
		select s.post_id from post_stats s
		where s.post_id = (select id from posts where thread_id = ${threadId} and kind = 'opening') for update`;
	return rows[0]?.postId;
}

/** Writes carried votes where the member has none, takes away those that are carried still; returns the change of the score. */
export async function putCarriedVotes(tx: Tx, postId: number, came: number[], went: number[]): Promise<number> {
	const gone = await tx`
		delete from votes where post_id = ${postId} and member_id = any(${went}::bigint[]) and carried`;
	const added = await tx`
		insert into votes (post_id, member_id, value, carried)
		select ${postId}::bigint, m.id, 1, true from unnest(${came}::bigint[]) as m (id)
		on conflict (post_id, member_id) where member_id is not null do nothing`;
	return added.count - gone.count;
}

/** The same for “me too”. */
export async function putCarriedMeToo(tx: Tx, threadId: number, came: number[], went: number[]): Promise<number> {
	const gone = await tx`
		delete from me_too where thread_id = ${threadId} and member_id = any(${went}::bigint[]) and carried`;
	const added = await tx`
		insert into me_too (thread_id, member_id, carried)
		select ${threadId}::bigint, m.id, true from unnest(${came}::bigint[]) as m (id)
		on conflict do nothing`;
	return added.count - gone.count;
}
