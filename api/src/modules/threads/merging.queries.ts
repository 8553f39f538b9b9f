import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { listedThread, visibleThread, type Visibility } from '../spaces/index.ts';
import type { KeptWatch } from './acting.queries.ts';
import type { Acceptance, KeptLink, MeToo } from './carrying.queries.ts';

export type NewMerge = {
	kind: 'merge' | 'split';
	fromThreadId: number;
	intoThreadId: number;
	headPostId: number;
	postIds: number[];
	acceptances: Acceptance[];
	meToo: MeToo[];
	watches: KeptWatch[];
	links: KeptLink[];
	addedMeToo: number[];
	addedWatches: number[];
	addedLinks: number[];
	stateBefore: string;
};
export type Merge = NewMerge & { id: number; undoneAt: string | null };

export async function insertMerge(tx: Tx, deedId: number, merge: NewMerge): Promise<void> {
	const json = (value: unknown) => tx.json(value as never);
	await tx`
		insert into thread_merges (deed_id, kind, from_thread_id, into_thread_id, head_post_id, post_ids, acceptances, me_too, watches,
			links, added_me_too, added_watches, added_links, state_before)
		values (${deedId}, ${merge.kind}, ${merge.fromThreadId}, ${merge.intoThreadId}, ${merge.headPostId},
			${merge.postIds}::bigint[], ${json(merge.acceptances)}, ${json(merge.meToo)}, ${json(merge.watches)},
			${json(merge.links)}, ${merge.addedMeToo}::bigint[], ${merge.addedWatches}::bigint[], ${merge.addedLinks}::bigint[],
			${merge.stateBefore})`;
}

export async function findMerge(sql: Db, deedId: number): Promise<Merge | undefined> {
	return first(
		await sql<Merge[]>`
			select id, kind, from_thread_id, into_thread_id, head_post_id, post_ids, acceptances, me_too, watches, links,
				added_me_too, added_watches, added_links, state_before, undone_at
			from thread_merges where deed_id = ${deedId}`,
	);
}

export async function markMergeUndone(tx: Tx, mergeId: number): Promise<void> {
	await tx`update thread_merges set undone_at = now() where id = ${mergeId}`;
}

/**
 * Moves all posts of a thread, or some with their comments, to another thread, under the same numbers; `head` changes its part there.
 * Returns them.
 */
export async function movePosts(
	tx: Tx,
	from: { threadId: number; postIds?: number[] },
	to: { threadId: number; head: { id: number; kind: 'opening' | 'answer' } },
): Promise<number[]> {
	const which = from.postIds
		? tx`(id = any(${from.postIds}::bigint[]) or parent_id = any(${from.postIds}::bigint[]))`
		: tx`true`;
	const rows = await tx<{ id: number }[]>`
		update posts set thread_id = ${to.threadId}, version = version + 1,
			kind = case when id = ${to.head.id} then ${to.head.kind} else kind end
		where thread_id = ${from.threadId} and ${which}
		returning id`;
	return rows.map((row) => row.id);
}

/** Takes a thread out of everything: its address leads to where it went. */
export async function putMergedInto(tx: Tx, threadId: number, intoId: number): Promise<void> {
	await tx`
		update threads set state = 'deleted', deleted_at = now(), merged_into_id = ${intoId} where id = ${threadId}`;
}

export async function putBack(tx: Tx, threadId: number, state: string): Promise<void> {
	await tx`
		update threads set state = ${state}, deleted_at = null, merged_into_id = null where id = ${threadId}`;
}

/** A thread that another one went into was active when either was. */
export async function liftActivity(tx: Tx, intoId: number, fromId: number): Promise<void> {
	await tx`
		update threads t set active_at = greatest(t.active_at, o.active_at) from threads o where t.id = ${intoId} and o.id = ${fromId}`;
}

export type Splittable = { id: number; authorId: number | null; createdAt: string };

/** Which of these are answers of a thread that can be split off, earliest first. */
export async function listSplittable(tx: Tx, threadId: number, postIds: number[]): Promise<Splittable[]> {
	return await tx<Splittable[]>`
		select id, author_id, created_at from posts
		where thread_id = ${threadId} and id = any(${postIds}::bigint[]) and kind = 'answer' and state = 'published'
		order by created_at, id`;
}

export type SplitThread = {
	kind: string;
	spaceId: number;
	companyId: number | null;
	title: string;
	headPostId: number;
	fromThreadId: number;
};

/** Begins a thread for posts that are split off: its author, date and language are those of what becomes its opening text. */
export async function insertSplit(tx: Tx, thread: SplitThread): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into threads (kind, space_id, company_id, title, author_id, language, created_at, active_at)
			select ${thread.kind}, ${thread.spaceId}, ${thread.companyId}, ${thread.title}, p.author_id, t.language, p.created_at, p.created_at
			from posts p join threads t on t.id = ${thread.fromThreadId} where p.id = ${thread.headPostId}
			returning id`,
	);
	await tx`insert into thread_stats (thread_id, space_id) values (${id}, ${thread.spaceId})`;
	return id;
}

/** Has those who wrote in a thread watch it. */
export async function watchAsAuthors(tx: Tx, threadId: number): Promise<void> {
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		select author_id, 'thread', ${threadId}::bigint, 'all', case when bool_or(kind = 'opening') then 'asked' else 'answered' end
		from posts where thread_id = ${threadId} and kind <> 'comment' and author_id is not null and state = 'published'
		group by author_id
		on conflict do nothing`;
}

/** Where a thread went that went whole into another one, as far as the reader may see it. */
export async function findMergedInto(
	sql: Db,
	visibility: Visibility,
	threadId: number,
): Promise<{ id: number; title: string } | undefined> {
	return first(
		await sql<{ id: number; title: string }[]>`
			with recursive chain (id, length) as (
				select merged_into_id, 1 from threads where id = ${threadId} and merged_into_id is not null
				union all
				select t.merged_into_id, c.length + 1 from chain c join threads t on t.id = c.id
				where t.merged_into_id is not null and c.length < 20
			)
			select t.id, t.title from chain c join threads t on t.id = c.id
			where ${visibleThread(sql, visibility)} and t.merged_into_id is null
			order by c.length desc limit 1`,
	);
}

/** The thread that a post is in, as far as the reader may see it. */
export async function findThreadOfPost(
	sql: Db,
	visibility: Visibility,
	postId: number,
): Promise<{ id: number; title: string } | undefined> {
	return first(
		await sql<{ id: number; title: string }[]>`
			select t.id, t.title from posts p join threads t on t.id = p.thread_id
			where p.id = ${postId} and t.merged_into_id is null and ${visibleThread(sql, visibility)}`,
	);
}

export type Joined = { how: 'merged-in' | 'split-from' | 'split-off'; id: number; title: string };

/**
 * What went into a thread or out of it, as far as the reader may see it: a list in JSON for the select list of another statement. A
 * merged thread is named only: its address leads here.
 */
export function joinedThreads(sql: Db, visibility: Visibility, threadId: number) {
	return sql`(
		select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'title', t.title, 'how',
			case when m.kind = 'merge' then 'merged-in' when m.into_thread_id = ${threadId} then 'split-from' else 'split-off' end)
			order by m.id), '[]')
		from thread_merges m
		join threads t on t.id = case when m.from_thread_id = ${threadId} then m.into_thread_id else m.from_thread_id end
		where m.undone_at is null and (m.into_thread_id = ${threadId} or m.from_thread_id = ${threadId})
			and case when m.kind = 'merge' then m.into_thread_id = ${threadId} and ${inReach(sql, visibility)}
				else ${listedThread(sql, visibility)} end
	)`;
}

/** Whether anything was merged into a thread or split from or off it; a condition for the select list of another statement. */
export function hasMerges(sql: Db, threadId: number) {
	return sql`exists (
		select from thread_merges where undone_at is null and (into_thread_id = ${threadId} or from_thread_id = ${threadId}))`;
}

/** The merged thread itself is gone; it is named to those who may read its space. */
function inReach(sql: Db, { spaces }: Visibility) {
	return sql`t.space_id = any(${spaces.map((space) => space.id)}::bigint[])`;
}
