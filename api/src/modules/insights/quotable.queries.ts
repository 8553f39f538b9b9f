import { first, type Db, type Tx } from '../../platform/db.ts';
import { shownPost, visibleThread, type Visibility } from '../spaces/index.ts';

/** A post, or the opening text of a thread, with all that a quote of it keeps. */
export type QuotableRow = {
	postId: number;
	opening: boolean;
	threadId: number;
	threadTitle: string;
	threadKind: string;
	spaceId: number;
	/** Null for people who are no members, or who took their name off the post. */
	authorId: number | null;
	authorName: string;
	companyId: number | null;
	companyName: string;
	version: number;
	revision: number;
	plainText: string;
	saidAt: string;
	supporters: number;
};

export type QuotablePlace = { postId: number } | { threadId: number };

/** What the reader may quote: published posts of published threads that they may read. */
export async function findQuotable(
	sql: Db,
	visibility: Visibility,
	place: QuotablePlace,
): Promise<QuotableRow | undefined> {
	const wanted = 'postId' in place ? sql`p.id = ${place.postId}` : sql`t.id = ${place.threadId} and p.kind = 'opening'`;
	return first(
		await sql<QuotableRow[]>`
			select p.id as post_id, p.kind = 'opening' as opening, t.id as thread_id, t.title as thread_title, t.kind as thread_kind,
				t.space_id, m.id as author_id, case when p.author_hidden then '' else coalesce(p.author_name, '') end as author_name,
				c.id as company_id, coalesce(c.name, '') as company_name, p.version,
				coalesce((select max(number) from revisions where post_id = p.id), 1) as revision, p.plain_text,
				p.created_at as said_at, s.score + s.me_too as supporters
			from posts p join threads t on t.id = p.thread_id join thread_stats s on s.thread_id = t.id
			left join members m on m.id = p.author_id and not p.author_hidden
			left join companies c on c.id = m.company_id
			where ${wanted} and ${shownPost(sql)} and t.state = 'published' and ${visibleThread(sql, visibility)}`,
	);
}

/** One at a time captures words of a post (or a thread), and nobody edits the post meanwhile. */
export async function lockPlace(tx: Tx, place: QuotablePlace): Promise<void> {
	const key = 'postId' in place ? `post:${place.postId}` : `thread:${place.threadId}`;
	await tx`select pg_advisory_xact_lock(hashtextextended(${`quote:${key}`}, 0))`;
	if ('postId' in place) await tx`select from posts where id = ${place.postId} for share`;
}

/** A quote of a place that stands already. */
export type Twin = {
	id: number;
	kind: 'passage' | 'post' | 'thread' | 'outside';
	state: 'accepted' | 'nominated';
	insightId: number | null;
	title: string | null;
	quotedBy: number | null;
	exact: string;
	prefix: string;
	suffix: string;
};

/** All quotes and waiting nominations of a post, or of a thread as a whole. */
export async function listTwins(sql: Db, place: QuotablePlace): Promise<Twin[]> {
	const where =
		'postId' in place
			? sql`q.post_id = ${place.postId} and q.kind in ('passage', 'post')`
			: sql`q.thread_id = ${place.threadId} and q.kind = 'thread'`;
	return await sql<Twin[]>`
		select q.id, q.kind, q.state, q.insight_id, i.title, q.quoted_by, q.words as exact, q.prefix, q.suffix
		from quotes q left join insights i on i.id = q.insight_id
		where ${where} and q.state <> 'declined' order by q.id`;
}

export type MarkRow = {
	quoteId: number;
	postId: number;
	kind: 'passage' | 'post';
	state: 'accepted' | 'nominated';
	insightId: number | null;
	title: string | null;
	importance: number;
	note: string;
	words: string;
	prefix: string;
	suffix: string;
	version: number;
	revision: number;
};

/** What has been quoted of the posts that stand in a thread now; with `memberId` what this member nominated. */
export async function listMarkRows(
	sql: Db,
	visibility: Visibility,
	threadId: number,
	memberId: number | null,
): Promise<MarkRow[]> {
	return await sql<MarkRow[]>`
		select q.id as quote_id, q.post_id, q.kind, q.state, q.insight_id, i.title, q.importance, q.note, q.words, q.prefix, q.suffix,
			q.post_version as version, coalesce(q.revision, 1) as revision
		from posts p join quotes q on q.post_id = p.id join threads t on t.id = p.thread_id
		left join insights i on i.id = q.insight_id
		where p.thread_id = ${threadId} and p.state = 'published' and q.kind in ('passage', 'post') and q.state <> 'declined'
			and ${memberId === null ? sql`true` : sql`q.quoted_by = ${memberId}`} and ${visibleThread(sql, visibility)}
		order by q.id limit 2000`;
}

/** The texts of posts as they stand, with their versions. */
export async function listTexts(sql: Db, postIds: number[]) {
	return await sql<{ id: number; version: number; plainText: string }[]>`
		select id, version, plain_text from posts where id = any(${postIds}::bigint[])`;
}

/** The insight that a thread, or one that was merged into it, is evidence of as a whole. */
export async function findThreadQuoted(sql: Db, visibility: Visibility, threadId: number) {
	return first(
		await sql<{ id: number; title: string }[]>`
			select i.id, i.title from quotes q join insights i on i.id = q.insight_id
			join threads t on t.id = ${threadId}
			where q.kind = 'thread' and q.state = 'accepted' and ${visibleThread(sql, visibility)}
				and q.thread_id in (select id from threads where id = ${threadId} or merged_into_id = ${threadId})
			order by q.id limit 1`,
	);
}

export async function isThreadVisible(sql: Db, visibility: Visibility, threadId: number): Promise<boolean> {
	const rows = await sql`select from threads t where t.id = ${threadId} and ${visibleThread(sql, visibility)}`;
	return rows.length > 0;
}
