import type { Tx } from '../../platform/db.ts';

/** Marks an answer as accepted by a member; null takes the mark away. Its text stays the version that it is. */
export async function putAccepted(tx: Tx, postId: number, memberId: number | null): Promise<void> {
	await tx`
		update posts set accepted_at = ${memberId === null ? null : tx`now()`}, accepted_by = ${memberId}
		where id = ${postId}`;
}

export async function putSolvedOtherwise(tx: Tx, threadId: number, text: string | null): Promise<void> {
	await tx`update threads set solved_otherwise = ${text} where id = ${threadId}`;
}
