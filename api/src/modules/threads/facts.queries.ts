import { first, type Db, type Fragment, type Tx } from '../../platform/db.ts';
import { inReadableSpace, visibleThread, type Visibility } from '../spaces/index.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';

function threadColumns(sql: Db) {
	return sql`t.id, t.space_id, t.company_id, t.kind, t.title, t.author_id, t.state, t.listed, t.pinned_at, t.locked_at, t.closed_at, t.closed_reason,
		t.solved_otherwise, t.version, t.created_at, s.answers, s.accepted,
		(select max(a.created_at) from posts a where a.thread_id = t.id and a.author_id = t.author_id and a.state = 'published')
			as asker_active_at`;
}

/** The thread, its row and its numbers locked for the length of the transaction: every write on a thread begins so. */
export async function lockThread(tx: Tx, visibility: Visibility, threadId: number): Promise<ThreadFacts | undefined> {
	return first(
		await tx<ThreadFacts[]>`
			select ${threadColumns(tx)} from threads t join thread_stats s on s.thread_id = t.id
			where t.id = ${threadId} and ${visibleThread(tx, visibility)}
			for no key update of t, s`,
	);
}

/** The same for the thread that a post belongs to. */
export async function lockThreadOfPost(
	tx: Tx,
	visibility: Visibility,
	postId: number,
): Promise<ThreadFacts | undefined> {
	return first(
		await tx<ThreadFacts[]>`
			select ${threadColumns(tx)} from threads t join thread_stats s on s.thread_id = t.id
			where t.id = (select thread_id from posts where id = ${postId}) and ${visibleThread(tx, visibility)}
			for no key update of t, s`,
	);
}

/** The thread as it stands, unlocked. */
export async function findThread(sql: Db, visibility: Visibility, threadId: number): Promise<ThreadFacts | undefined> {
	return first(
		await sql<ThreadFacts[]>`
			select ${threadColumns(sql)} from threads t join thread_stats s on s.thread_id = t.id
			where t.id = ${threadId} and ${visibleThread(sql, visibility)}`,
	);
}

/** True when the reader could read the thread, were it not deleted: then it is gone, not unknown. */
export async function isDeletedThread(sql: Db, visibility: Visibility, threadId: number): Promise<boolean> {
	const rows = await sql`
		select from threads t where t.id = ${threadId} and t.state = 'deleted' and ${inReadableSpace(sql, visibility)}`;
	return rows.length > 0;
}

/** What a comment is on, where that is held or waits: it goes out of sight with it. */
export const hiddenUnder = (sql: Db, parentId: Fragment) => sql`
	(select jsonb_build_object('authorId', up.author_id) from posts up where up.id = ${parentId} and up.state in ('held', 'pending'))`;

/** Columns of `posts`, for rules. */
export function postColumns(sql: Db) {
	return sql`id, thread_id, kind, parent_id, ${hiddenUnder(sql, sql`posts.parent_id`)} as hidden_under, author_id, author_hidden, state, version, created_at, deleted_at, deleted_by,
		state = 'deleted' and source_text = '' as purged, accepted_at, accepted_by`;
}

export async function findPost(sql: Db, postId: number): Promise<PostFacts | undefined> {
	return first(await sql<PostFacts[]>`select ${postColumns(sql)} from posts where id = ${postId}`);
}

/** A thread's opening text. */
export async function findOpening(sql: Db, threadId: number): Promise<PostFacts | undefined> {
	return first(
		await sql<PostFacts[]>`select ${postColumns(sql)} from posts where thread_id = ${threadId} and kind = 'opening'`,
	);
}

/** A post's text with what its editor shows beside it. */
export type PostText = { sourceText: string; title: string | null; tags: string[] | null };

export async function findText(sql: Db, postId: number): Promise<PostText | undefined> {
	return first(
		await sql<PostText[]>`
			select p.source_text,
				case when p.kind = 'opening' then t.title end as title,
				case when p.kind = 'opening' then array(
					select g.name from thread_tags tt join tags g on g.id = tt.tag_id where tt.thread_id = t.id order by g.name
				) end as tags
			from posts p join threads t on t.id = p.thread_id where p.id = ${postId}`,
	);
}

/** A member's posts that wait for their address to be verified, in the order in which they were written. */
export async function listPending(tx: Tx, memberId: number): Promise<{ id: number; threadId: number }[]> {
	return await tx<{ id: number; threadId: number }[]>`
		select id, thread_id from posts where author_id = ${memberId} and state = 'pending' order by id`;
}

/** Verified members who have posts waiting all the same: they were writing while their address was verified. */
export async function listOverlooked(sql: Db): Promise<number[]> {
	const rows = await sql<{ authorId: number }[]>`
		select distinct p.author_id from posts p join members m on m.id = p.author_id
		where p.state = 'pending' and m.mail_verified_at is not null limit 100`;
	return rows.map((row) => row.authorId);
}

/** The thread without asking who reads, locked: for deeds of the product itself. */
export async function lockAnyThread(tx: Tx, threadId: number): Promise<ThreadFacts | undefined> {
	return first(
		await tx<ThreadFacts[]>`
			select ${threadColumns(tx)} from threads t join thread_stats s on s.thread_id = t.id
			where t.id = ${threadId} for no key update of t, s`,
	);
}

/** The same for the thread of a post. */
export async function lockAnyThreadOfPost(tx: Tx, postId: number): Promise<ThreadFacts | undefined> {
	const post = await findPost(tx, postId);
	return post && (await lockAnyThread(tx, post.threadId));
}
