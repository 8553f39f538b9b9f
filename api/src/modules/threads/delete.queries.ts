import { one, type Db, type Tx } from '../../platform/db.ts';
import type { State } from './facts.ts';

/** Marks a post as deleted; what it was is kept for a restore. */
export async function markDeleted(tx: Tx, postId: number, memberId: number | null): Promise<void> {
	await tx`
		update posts set state = 'deleted', state_before = state, deleted_at = now(), deleted_by = ${memberId},
			accepted_at = null, accepted_by = null, version = version + 1
		where id = ${postId}`;
}

export async function markThreadDeleted(tx: Tx, threadId: number): Promise<void> {
	await tx`update threads set state = 'deleted', state_before = state, deleted_at = now() where id = ${threadId}`;
}

/** Makes a deleted post what it was before, and says what that is. */
export async function markRestored(tx: Tx, postId: number): Promise<State> {
	const { state } = one(
		await tx<{ state: State }[]>`
			update posts set state = coalesce(state_before, 'published'), state_before = null, deleted_at = null, deleted_by = null,
				version = version + 1
			where id = ${postId} returning state`,
	);
	return state;
}

export async function markThreadRestored(tx: Tx, threadId: number): Promise<void> {
	await tx`
		update threads set state = coalesce(state_before, 'published'), state_before = null, deleted_at = null
		where id = ${threadId}`;
}

export async function hideName(tx: Tx, postId: number): Promise<void> {
	await tx`update posts set author_hidden = true, version = version + 1 where id = ${postId}`;
}

/**
 * Empties up to `limit` posts deleted before a moment, with their revisions, mentions and ties to files; their rows stay, so
 * that what points at them keeps its place. Returns how many.
 */
export async function purgePosts(tx: Tx, before: Date, limit: number): Promise<number> {
	const purged = await tx<{ id: number; threadId: number; kind: string }[]>`
		update posts set source_text = '', html = '', plain_text = '', version = version + 1
		where id in (
			select id from posts where state = 'deleted' and source_text <> '' and deleted_at < ${before}
			order by deleted_at limit ${limit} for no key update skip locked
		)
		returning id, thread_id, kind`;
	const ids = purged.map((post) => post.id);
	const threadIds = purged.filter((post) => post.kind === 'opening').map((post) => post.threadId);
	await tx`delete from revisions where post_id = any(${ids}::bigint[])`;
	await tx`delete from post_mentions where post_id = any(${ids}::bigint[])`;
	await tx`delete from file_uses where post_id = any(${ids}::bigint[])`;
	await tx`update threads set title = '–', form_values = '[]' where id = any(${threadIds}::bigint[])`;
	return ids.length;
}

/** Takes away what only a member who is gone knew of: drafts, and posts that were never published. */
export async function forgetUnpublished(tx: Tx, memberId: number): Promise<void> {
	await tx`delete from drafts where member_id = ${memberId}`;
	await tx`delete from thread_reads where member_id = ${memberId}`;
	await tx`
		update threads set state = 'deleted', deleted_at = now(), title = '–', form_values = '[]'
		where author_id = ${memberId} and state = 'pending'`;
	await tx`
		update posts set state = 'deleted', deleted_at = now(), source_text = '', html = '', plain_text = ''
		where author_id = ${memberId} and state = 'pending'`;
}

/** Visitors' drafts that nobody came back to. */
export async function dropOldVisitorDrafts(sql: Db, before: Date): Promise<void> {
	await sql`delete from drafts where visitor_hash is not null and updated_at < ${before}`;
}
