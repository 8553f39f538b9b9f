import type { ThreadOrder } from '@ikatan/contracts/threads';
import { first, one, type Db } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';
import { hiddenUnder } from './facts.queries.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { peopleFromDuplicates } from './carries.queries.ts';
import { hasLinks, linkedThreads, threadsOfSameTags, type LinkedThread } from './links.queries.ts';
import { holdOf } from './holding.queries.ts';
import { hasMerges, joinedThreads, type Joined } from './merging.queries.ts';
import type { Finding } from './acting.ts';
import { rowColumns, type RowFacts } from './rows.queries.ts';
import type { FormValue } from './write.queries.ts';

export type ThreadRecord = RowFacts &
	ThreadFacts & {
		language: string;
		company: string | null;
		listed: boolean;
		formValues: FormValue[];
		sameTags: LinkedThread[];
		/** Tied to other threads by links, merges or splits. */
		tied: boolean;
	} & Ties;

/** Other threads that a thread is tied to, and how many people duplicates of it brought. */
export type Ties = { linked: LinkedThread[]; joined: Joined[]; peopleFromDuplicates: number };

const untied: Ties = { linked: [], joined: [], peopleFromDuplicates: 0 };

/** A thread with all that its page shows above and beside the posts, in one statement; one more where it is tied to others. */
export async function findRecord(sql: Db, visibility: Visibility, threadId: number): Promise<ThreadRecord | undefined> {
	const record = first(
		await sql<Omit<ThreadRecord, keyof Ties>[]>`
			select ${rowColumns(sql)}, t.company_id, t.pinned_at, t.locked_at, t.closed_at, t.closed_reason, t.solved_otherwise, t.version, t.language,
				t.listed, t.form_values, s.accepted, (select name from companies where id = t.company_id) as company,
				-- Among the thread's posts, not among all that its author ever wrote.
				(select max(a.created_at) from posts a where a.thread_id = t.id and coalesce(a.author_id, 0) = t.author_id and a.state = 'published')
					as asker_active_at,
				${threadsOfSameTags(sql, visibility, threadId)} as same_tags,
				${hasLinks(sql, threadId)} or ${hasMerges(sql, threadId)} as tied
			from threads t join thread_stats s on s.thread_id = t.id join posts o on o.thread_id = t.id and o.kind = 'opening'
			where t.id = ${threadId} and ${visibleThread(sql, visibility)}`,
	);
	if (!record) return undefined;
	return { ...record, ...(record.tied ? await findTies(sql, visibility, threadId) : untied) };
}

// Few threads are tied to any other: making ready what would find that took longer than the rest of the record.
async function findTies(sql: Db, visibility: Visibility, threadId: number): Promise<Ties> {
	return one(
		await sql<Ties[]>`
			select ${joinedThreads(sql, visibility, threadId)} as joined,
				${linkedThreads(sql, visibility, threadId)} as linked,
				${peopleFromDuplicates(sql, threadId)} as people_from_duplicates`,
	);
}

export type PostRecord = PostFacts & {
	authorName: string | null;
	html: string;
	editedAt: string | null;
	score: number;
	comments: number;
	authorAccepted: number;
	revisions: number;
	lastEditorId: number | null;
	lastEditorName: string | null;
	licence: string | null;
	sourceUrl: string | null;
	/** Why it is held. */
	held: { reason: string; findings: Finding[] } | null;
};

/** Whose posts wait or are held is known to them and to moderators; what was deleted keeps its place until it is purged. */
type Reader = { memberId: number | null; moderates: boolean };

function seen(sql: Db, { memberId, moderates }: Reader) {
	if (moderates) return sql`(p.state <> 'deleted' or p.source_text <> '' or ps.comments > 0)`;
	return sql`(p.state = 'published' or p.author_id = ${memberId} or (p.state = 'deleted' and (p.source_text <> '' or ps.comments > 0)))`;
}

const orders = {
	best: (sql: Db) => sql`ps.score desc, p.created_at, p.id`,
	newest: (sql: Db) => sql`p.created_at desc, p.id desc`,
	oldest: (sql: Db) => sql`p.created_at, p.id`,
} as const satisfies Record<ThreadOrder, unknown>;

export const answersAPage = 20;
const commentsShown = 5;
const commentsAtMost = 500;

function postColumns(sql: Db) {
	return sql`p.id, p.thread_id, p.kind, p.parent_id, ${hiddenUnder(sql, sql`p.parent_id`)} as hidden_under, p.author_id, p.author_name, p.author_hidden, p.state, p.version, p.html,
		p.created_at, p.edited_at, p.deleted_at, p.deleted_by, p.state = 'deleted' and p.source_text = '' as purged,
		p.accepted_at, p.accepted_by, ${holdOf(sql)} as held, p.licence, p.source_url, ps.score, ps.comments, coalesce(ms.accepted, 0) as author_accepted,
		coalesce(r.number, 1) as revisions, r.editor_id as last_editor_id, r.editor_name as last_editor_name`;
}

/** The numbers of posts in `shown (id, place)` with their first comments, completed to whole posts, in order. */
function completed(sql: Db, reader: Reader, unfolded: ReturnType<typeof orders.best>) {
	return sql`
		commented as (
			select c.id, s.place from shown s cross join lateral (
				select p.id from posts p join post_stats ps on ps.post_id = p.id
				where p.parent_id = s.id and p.kind = 'comment' and ${seen(sql, reader)}
				order by p.created_at, p.id
				limit case when s.id in (${unfolded}) then ${commentsAtMost}::int else ${commentsShown}::int end
			) c
		),
		all_shown as (select id, place from shown union all select id, place from commented)`;
}

const completion = (sql: Db) => sql`
	from all_shown a join posts p on p.id = a.id join post_stats ps on ps.post_id = p.id
	left join member_stats ms on ms.member_id = p.author_id
	left join lateral (
		select number, editor_id, editor_name from revisions
		where post_id = p.id and p.edited_at is not null order by number desc limit 1
	) r on true`;

type PageWanted = { order: ThreadOrder; page: number; postId?: number; comments?: number };
export type Paged = PostRecord & { page: number; total: number };

/**
 * The opening text, one page of answers (accepted ones first, deleted ones last) and their comments, in one statement. The page
 * is the one that holds `postId`, an answer or a comment, when it is given.
 */
export async function listPage(sql: Db, reader: Reader, threadId: number, wanted: PageWanted): Promise<Paged[]> {
	const postId = wanted.postId ?? null;
	return await sql<Paged[]>`
		with target as (
			select coalesce(parent_id, id) as id from posts where id = ${postId} and thread_id = ${threadId}
		),
		ranked as (
			select p.id, row_number() over (
				order by p.accepted_at is null, p.state = 'deleted', ${orders[wanted.order](sql)}
			) as place
			from posts p join post_stats ps on ps.post_id = p.id
			where p.thread_id = ${threadId} and p.kind = 'answer' and ${seen(sql, reader)}
		),
		paged as (
			select count(*) as total, least(
				coalesce((select (r.place - 1) / ${answersAPage} + 1 from ranked r join target using (id)), ${wanted.page}::int),
				greatest(1, ceil(count(*) / ${answersAPage}::numeric))
			)::int as page
			from ranked
		),
		shown as (
			select id, place from ranked, paged
			where place > (page - 1) * ${answersAPage} and place <= page * ${answersAPage}
			union all
			select id, 0 from posts where thread_id = ${threadId} and kind = 'opening'
		),
		${completed(sql, reader, sql`select ${wanted.comments ?? null}::bigint union all select t.id from target t where t.id <> ${postId}::bigint`)}
		select ${postColumns(sql)}, paged.page, paged.total ${completion(sql)}, paged
		order by a.place, p.kind = 'comment', p.created_at, p.id`;
}

/** A thread's opening text alone. */
export async function findOpeningRecord(sql: Db, threadId: number): Promise<PostRecord[]> {
	return await sql<PostRecord[]>`
		with all_shown as (select id from posts where thread_id = ${threadId} and kind = 'opening')
		select ${postColumns(sql)} ${completion(sql)}`;
}

/** These of a thread's posts (opening text and answers) with their comments. */
export async function listSome(
	sql: Db,
	reader: Reader,
	threadId: number,
	{ ids, comments }: { ids: number[]; comments?: number },
): Promise<PostRecord[]> {
	return await sql<PostRecord[]>`
		with shown as (
			select p.id, 0 as place from posts p join post_stats ps on ps.post_id = p.id
			where p.id = any(${ids}::bigint[]) and p.thread_id = ${threadId} and p.kind <> 'comment' and ${seen(sql, reader)}
		),
		${completed(sql, reader, sql`select ${comments ?? null}::bigint`)}
		select ${postColumns(sql)} ${completion(sql)}
		order by p.kind = 'comment', p.created_at, p.id`;
}
