import type { QueueAction, QueueCause, QueueRow } from '@ikatan/contracts/moderation';
import type { ReportReason } from '@ikatan/contracts/reports';
import { microsecondsOf, momentOf } from '../../platform/cursor.ts';
import { first, one, type Db } from '../../platform/db.ts';
import type { Finding } from '../threads/index.ts';
import { itemWithin, moderatedItem, moderatedThread, reachable, type Reach } from './reach.ts';

export type QueueRecord = {
	id: number;
	causes: QueueCause[];
	reportCount: number;
	weight: number;
	postId: number;
	postKind: QueueRow['postKind'];
	postState: QueueRow['postState'];
	parentId: number | null;
	threadId: number;
	threadTitle: string;
	beginning: string;
	spaceId: number;
	authorId: number | null;
	authorName: string | null;
	authorHidden: boolean;
	findings: Finding[];
	claimedBy: number | null;
	claimedByName: string | null;
	openedAt: string;
	/** Where a decided item stands in its list. */
	place: number | null;
	decision: {
		id: number;
		action: QueueAction;
		reason: string;
		by: string;
		at: string;
		undone: boolean;
	} | null;
	version: number;
};

function columns(sql: Db) {
	return sql`q.id, q.causes, q.report_count, q.weight, q.post_id, p.kind as post_kind, p.state as post_state, p.parent_id,
		t.id as thread_id, t.title as thread_title, left(p.plain_text, 400) as beginning, t.space_id, q.author_id, p.author_name,
		p.author_hidden, q.findings, c.id as claimed_by, c.display_name as claimed_by_name, q.opened_at,
		${microsecondsOf(sql, sql`q.decided_at`)} as place, q.version + p.version as version,
		(select jsonb_build_object('id', d.id, 'action', d.action, 'reason', d.reason, 'by', coalesce(m.display_name, ''), 'at', d.at,
				'undone', d.undone_at is not null)
			from queue_decisions d left join members m on m.id = d.actor_id and m.state <> 'deleted'
			where d.item_id = q.id order by d.id desc limit 1) as decision`;
}

function places(sql: Db) {
	return sql`queue_items q join posts p on p.id = q.post_id join threads t on t.id = p.thread_id`;
}

function tables(sql: Db, now: Date) {
	return sql`${places(sql)}
		left join members c on c.id = q.claimed_by and q.claimed_until > ${now}`;
}

export type Wanted = {
	reach: Reach;
	now: Date;
	limit: number;
	cause?: QueueCause;
	spaceId?: number;
};

function narrowed(sql: Db, { cause, spaceId }: Pick<Wanted, 'cause' | 'spaceId'>) {
	return sql`${cause === undefined ? sql`true` : sql`q.causes @> array[${cause}]::text[]`}
		and ${spaceId === undefined ? sql`true` : sql`q.space_id = ${spaceId}`}`;
}

/** What waits (`mine`: what the reader has claimed), heaviest first, then oldest. */
export async function listOpen(
	sql: Db,
	wanted: Wanted & { mine: boolean; after?: { weight: number; id: number } },
): Promise<QueueRecord[]> {
	const { reach, now, limit, mine, after } = wanted;
	const later = after
		? sql`q.weight <= ${after.weight}::real and (q.weight < ${after.weight}::real or q.id > ${after.id})`
		: sql`true`;
	return await sql<QueueRecord[]>`
		with page as materialized (select q.id from ${places(sql)}
		where q.state = 'open' and ${reachable(sql, reach)} and ${narrowed(sql, wanted)} and ${later}
			and ${mine ? sql`q.claimed_by = ${reach.memberId} and q.claimed_until > ${now}` : sql`true`}
		order by q.weight desc, q.id limit ${limit})
		select ${columns(sql)} from ${tables(sql, now)} where q.id in (select id from page) order by q.weight desc, q.id`;
}

/** What was decided, newest first. */
export async function listDecided(
	sql: Db,
	wanted: Wanted & { after?: { place: number; id: number } },
): Promise<QueueRecord[]> {
	const { reach, now, limit, after } = wanted;
	const later = after ? sql`(q.decided_at, q.id) < (${momentOf(sql, after.place)}, ${after.id})` : sql`true`;
	return await sql<QueueRecord[]>`
		with page as materialized (select q.id from ${places(sql)}
		where q.state = 'decided' and ${reachable(sql, reach)} and ${narrowed(sql, wanted)} and ${later}
		order by q.decided_at desc, q.id desc limit ${limit})
		select ${columns(sql)} from ${tables(sql, now)} where q.id in (select id from page) order by q.decided_at desc, q.id desc`;
}

export async function findItem(sql: Db, reach: Reach, itemId: number, now: Date): Promise<QueueRecord | undefined> {
	return first(
		await sql<QueueRecord[]>`
			select ${columns(sql)} from ${tables(sql, now)} where q.id = ${itemId} and ${reachable(sql, reach)}`,
	);
}

/** How many items wait for a decision that the reader may make: by the index alone. */
export async function countOpen(sql: Db, reach: Reach): Promise<number> {
	const rows = await sql<{ open: number }[]>`
		select count(*)::int as open from queue_items q where q.state = 'open' and ${moderatedItem(sql, reach)}`;
	return one(rows).open;
}

export async function countMine(sql: Db, reach: Reach, now: Date): Promise<number> {
	const rows = await sql<{ mine: number }[]>`
		select count(*)::int as mine from queue_items q
		where q.state = 'open' and q.claimed_by = ${reach.memberId} and q.claimed_until > ${now} and ${moderatedItem(sql, reach)}`;
	return one(rows).mine;
}

/** The item that comes after one in the list of what waits, passing over what others have claimed; from the top again at the end. */
export async function findNext(
	sql: Db,
	reach: Reach,
	after: { weight: number; id: number },
	now: Date,
): Promise<number | null> {
	const free = sql`q.state = 'open' and q.id <> ${after.id} and ${reachable(sql, reach)}
		and (q.claimed_by is null or q.claimed_by = ${reach.memberId} or q.claimed_until <= ${now})`;
	const from = places(sql);
	const rows = await sql<{ id: number }[]>`
		(select q.id, 1 as place from ${from}
			where ${free} and q.weight <= ${after.weight}::real and (q.weight < ${after.weight}::real or q.id > ${after.id})
			order by q.weight desc, q.id limit 1)
		union all
		(select q.id, 2 from ${from} where ${free} order by q.weight desc, q.id limit 1)
		order by place limit 1`;
	return first(rows)?.id ?? null;
}

export type RecordRow = QueueRow['authorRecord'] & { id: number };

/**
 * For weighing, of these members: how long here, how much said (counted up to 50, beyond that as last summed up), what was decided
 * where the reader moderates.
 */
export async function listRecords(
	sql: Db,
	reach: Reach,
	memberIds: number[],
	now: Date,
): Promise<Map<number, RecordRow>> {
	if (memberIds.length === 0) return new Map();
	const rows = await sql<RecordRow[]>`
		select m.id, case when m.state <> 'deleted' then m.created_at end as joined_at, m.trust_level,
			case when m.state in ('silenced', 'suspended') and m.state_until <= ${now} then 'active' else m.state end as state,
			greatest(coalesce(s.threads + s.answers, 0),
				(select count(*) from (select from posts where author_id = m.id and state = 'published' limit 50) newest)::int) as posts,
			-- Limited, so that each decision is looked up by its item instead of all being read.
			(select count(*) from queue_items q cross join lateral (
					select from queue_decisions d
					where d.item_id = q.id and d.undone_at is null and d.action <> 'keep' limit 1
				) acted
				where q.author_id = m.id and q.state = 'decided' and ${itemWithin(sql, reach)})::int as acted_on
		from members m left join member_stats s on s.member_id = m.id
		where m.id = any(${memberIds}::bigint[])`;
	return new Map(rows.map((row) => [row.id, row]));
}

export type ReportRow = {
	reporterId: number;
	reason: ReportReason;
	words: string;
	weight: number;
	acted: number;
	decided: number;
	createdAt: string;
};

/** What members said against a post, oldest first, with how often they were right where the reader moderates. */
export async function listReports(sql: Db, reach: Reach, itemId: number): Promise<ReportRow[]> {
	return await sql<ReportRow[]>`
		select r.reporter_id, r.reason, r.words, r.weight, a.acted, a.decided, r.created_at
		from reports r cross join lateral (
			select count(*) filter (where outcome = 'acted')::int as acted, count(*)::int as decided
			from reports o join queue_items q on q.id = o.item_id
			where o.reporter_id = r.reporter_id and o.outcome in ('acted', 'kept') and ${itemWithin(sql, reach)}
		) a
		where r.item_id = ${itemId} and r.outcome is distinct from 'withdrawn'
		order by r.id limit 200`;
}

/** The post itself, and what it answers or comments on. */
export type PostTexts = {
	html: string;
	sourceText: string;
	parent: {
		authorId: number | null;
		authorName: string | null;
		authorHidden: boolean;
		html: string;
	} | null;
};

export async function findTexts(sql: Db, postId: number): Promise<PostTexts> {
	return one(
		await sql<PostTexts[]>`
			select p.html, p.source_text,
				(select jsonb_build_object('authorId', o.author_id, 'authorName', o.author_name, 'authorHidden', o.author_hidden, 'html', o.html)
					from posts o
					where o.state <> 'deleted' and (o.id = p.parent_id
						or (p.kind = 'answer' and o.thread_id = p.thread_id and o.kind = 'opening'))) as parent
			from posts p where p.id = ${postId}`,
	);
}

export type HistoryRow = {
	action: string;
	reason: string;
	by: string;
	at: string;
	postId: number | null;
	postKind: QueueRow['postKind'] | null;
	threadId: number | null;
	threadTitle: string | null;
};

/** What was decided about a member before, newest first: of posts where the reader moderates, and of the account. */
export async function listHistory(sql: Db, reach: Reach, memberId: number): Promise<HistoryRow[]> {
	return await sql<HistoryRow[]>`
		(select d.action, d.reason, coalesce(m.display_name, '') as by, d.at, p.id as post_id, p.kind as post_kind, t.id as thread_id,
				t.title as thread_title
			from queue_items q join queue_decisions d on d.item_id = q.id
			join posts p on p.id = q.post_id join threads t on t.id = p.thread_id
			left join members m on m.id = d.actor_id and m.state <> 'deleted'
			where q.author_id = ${memberId} and d.undone_at is null and ${moderatedThread(sql, reach)}
			order by d.id desc limit 20)
		union all
		(select s.kind, s.reason, coalesce(m.display_name, ''), s.at, null, null, null, null
			from sanctions s left join members m on m.id = s.actor_id and m.state <> 'deleted'
			where s.member_id = ${memberId} order by s.id desc limit 10)
		order by at desc limit 20`;
}

/** What came of a member's own reports, where the reader moderates. */
export async function sumReportsMade(
	sql: Db,
	reach: Reach,
	memberId: number,
): Promise<{ acted: number; decided: number; waiting: number }> {
	return one(
		await sql<{ acted: number; decided: number; waiting: number }[]>`
			select count(*) filter (where outcome = 'acted')::int as acted,
				count(*) filter (where outcome in ('acted', 'kept'))::int as decided,
				count(*) filter (where outcome is null)::int as waiting
			from reports r join queue_items q on q.id = r.item_id
			where r.reporter_id = ${memberId} and ${itemWithin(sql, reach)}`,
	);
}
