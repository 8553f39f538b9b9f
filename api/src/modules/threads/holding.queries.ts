import { first, type Db, type Tx } from '../../platform/db.ts';
import type { Finding } from './acting.ts';

export type Hold = {
	reason: string;
	findings: Finding[];
	/** new: it was never seen. */
	stateBefore: 'new' | 'published';
	acceptedAt: string | null;
	acceptedBy: number | null;
};
export type NewHold = Hold & { postId: number; heldBy: number | null };

export async function insertHold(tx: Tx, hold: NewHold): Promise<void> {
	await tx`
		insert into post_holds (post_id, held_by, reason, findings, state_before, accepted_at, accepted_by)
		values (${hold.postId}, ${hold.heldBy}, ${hold.reason}, ${tx.json(hold.findings)}, ${hold.stateBefore}, ${hold.acceptedAt},
			${hold.acceptedBy})
		on conflict (post_id) where released_at is null do nothing`;
}

/** Why a post is held. */
export async function findHold(sql: Db, postId: number): Promise<Hold | undefined> {
	return first(
		await sql<Hold[]>`
			select reason, findings, state_before, accepted_at, accepted_by from post_holds
			where post_id = ${postId} and released_at is null`,
	);
}

/** Why a post of another statement (`p`) is held, as JSON; null when it is not. */
export function holdOf(sql: Db) {
	return sql`case when p.state = 'held' then (
		select jsonb_build_object('reason', h.reason, 'findings', h.findings) from post_holds h
		where h.post_id = p.id and h.released_at is null) end`;
}

/** Gives the hold of a post the reason that its author reads; returns the one that stood there. */
export async function sayWhyHeld(tx: Tx, postId: number, reason: string): Promise<string> {
	const rows = await tx<{ reason: string }[]>`
		update post_holds h set reason = ${reason} from post_holds before
		where h.post_id = ${postId} and h.released_at is null and before.id = h.id returning before.reason`;
	return first(rows)?.reason ?? '';
}

export async function closeHold(tx: Tx, postId: number, memberId: number | null): Promise<void> {
	await tx`
		update post_holds set released_at = now(), released_by = ${memberId}
		where post_id = ${postId} and released_at is null`;
}

/** Hides a published post; with an opening text its thread. */
export async function markHeld(tx: Tx, post: { id: number; threadId: number; kind: string }): Promise<void> {
	await tx`
		update posts set state = 'held', accepted_at = null, accepted_by = null, version = version + 1 where id = ${post.id}`;
	if (post.kind === 'opening') await tx`update threads set state = 'held' where id = ${post.threadId}`;
}

/** Shows a post again as it was. */
export async function markReleased(
	tx: Tx,
	post: { id: number; threadId: number; kind: string },
	{ acceptedAt, acceptedBy }: Pick<Hold, 'acceptedAt' | 'acceptedBy'>,
): Promise<void> {
	await tx`
		update posts set state = 'published', accepted_at = ${acceptedAt}, accepted_by = ${acceptedBy}, version = version + 1
		where id = ${post.id}`;
	if (post.kind === 'opening') await tx`update threads set state = 'published' where id = ${post.threadId}`;
}

/**
 * Lets a post be seen for the first time, dated now since it is new to everybody; it waits on where its author's address is not
 * verified. Returns what it is.
 */
export async function publishHeld(
	tx: Tx,
	post: { id: number; threadId: number; kind: string; authorId: number | null },
): Promise<'published' | 'pending'> {
	const verified = await tx`
		select from members where id = ${post.authorId} and mail_verified_at is null and state <> 'deleted'`;
	const state = verified.length > 0 ? 'pending' : 'published';
	await tx`update posts set state = ${state}, created_at = clock_timestamp(), version = version + 1 where id = ${post.id}`;
	if (post.kind !== 'opening') return state;
	await tx`
		update threads set state = ${state}, created_at = now(), active_at = now() where id = ${post.threadId}`;
	await tx`update thread_tags set created_at = now() where thread_id = ${post.threadId}`;
	return state;
}
