import type { ReportReason } from '@ikatan/contracts/reports';
import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { inReadableSpace, shownPost, visibleThread, type Visibility } from '../spaces/index.ts';
import type { Accuracy, Target } from './moderation.policy.ts';

export type ReportedPost = {
	id: number;
	state: 'published' | 'pending' | 'held' | 'deleted';
	/** Others read it. */
	shown: boolean;
	authorId: number | null;
	spaceId: number;
	companyId: number | null;
	threadState: 'published' | 'pending' | 'held' | 'deleted';
	editedAt: string | null;
};

/** A post that the reader may open, by its thread. */
export async function findReadablePost(
	sql: Db,
	visibility: Visibility,
	postId: number,
): Promise<ReportedPost | undefined> {
	return first(
		await sql<ReportedPost[]>`
			select p.id, p.state, ${shownPost(sql)} as shown, p.author_id, t.space_id, t.company_id, t.state as thread_state, p.edited_at
			from posts p join threads t on t.id = p.thread_id
			where p.id = ${postId} and ${visibleThread(sql, visibility)}`,
	);
}

/** How often moderators acted on what a member reported. */
export async function findAccuracy(sql: Db, reporterId: number): Promise<Accuracy> {
	return one(
		await sql<Accuracy[]>`
			select count(*) filter (where outcome = 'acted')::int as acted, count(*)::int as decided
			from reports where reporter_id = ${reporterId} and outcome in ('acted', 'kept')`,
	);
}

/** When a moderator last found nothing wrong with a post that this member had reported. */
export async function findKeptAt(sql: Db, postId: number, reporterId: number): Promise<string | null> {
	const rows = await sql<{ at: string | null }[]>`
		select max(decided_at) as at from reports
		where post_id = ${postId} and reporter_id = ${reporterId} and outcome = 'kept'`;
	return first(rows)?.at ?? null;
}

export type NewReport = {
	itemId: number;
	postId: number;
	reporterId: number;
	reason: ReportReason;
	words: string;
	weight: number;
};

/** Writes a report; again by the same member changes its words, and stands again where it was taken back. */
export async function putReport(tx: Tx, report: NewReport): Promise<void> {
	await tx`
		insert into reports (item_id, post_id, reporter_id, reason, words, weight)
		values (${report.itemId}, ${report.postId}, ${report.reporterId}, ${report.reason}, ${report.words}, ${report.weight})
		on conflict (item_id, reporter_id) do update set reason = excluded.reason, words = excluded.words, weight = excluded.weight,
			outcome = null, decided_at = null`;
}

/** Takes a waiting report back; false when there is none. */
export async function withdrawReport(tx: Tx, itemId: number, reporterId: number): Promise<boolean> {
	const gone = await tx`
		update reports set outcome = 'withdrawn', decided_at = now()
		where item_id = ${itemId} and reporter_id = ${reporterId} and outcome is null`;
	return gone.count > 0;
}

export type AuthorFacts = Target & { trustLevel: number; reputation: number; state: string };

export async function findAuthorFacts(sql: Db, memberId: number): Promise<AuthorFacts | undefined> {
	return first(
		await sql<AuthorFacts[]>`select id, role, trust_level, reputation, state from members where id = ${memberId}`,
	);
}

/** The same, locked: of many who report at once one silences. */
export async function lockAuthor(tx: Tx, memberId: number): Promise<AuthorFacts | undefined> {
	await tx`select from members where id = ${memberId} for no key update`;
	return await findAuthorFacts(tx, memberId);
}

/**
 * What speaks for silencing a member: their reporters, each by the heaviest report, whose reports wait or were acted on, since the
 * last sanction (but for `apartFrom`). Reports of what moderators kept do not count.
 */
export async function findSupport(
	sql: Db,
	memberId: number,
	apartFrom: number | null = null,
): Promise<{ reporters: number; weight: number }> {
	return one(
		await sql<{ reporters: number; weight: number }[]>`
			select count(*)::int as reporters, coalesce(sum(weight), 0)::float8 as weight
			from (
				select r.reporter_id, max(r.weight) as weight
				from queue_items q join reports r on r.item_id = q.id
				where q.author_id = ${memberId} and (r.outcome is null or r.outcome = 'acted')
					and r.created_at > coalesce((
						select max(coalesce(lifted_at, at)) from sanctions
						where member_id = ${memberId} and id is distinct from ${apartFrom}::bigint), '-infinity')
				group by r.reporter_id
			) heaviest`,
	);
}

export type MyReportRow = {
	id: number;
	postId: number;
	threadId: number;
	threadTitle: string;
	readable: boolean;
	/** Its words may be read. */
	shown: boolean;
	postKind: 'opening' | 'answer' | 'comment';
	beginning: string;
	reason: ReportReason;
	words: string;
	outcome: 'acted' | 'kept' | 'withdrawn' | null;
	answer: string;
	createdAt: string;
	decidedAt: string | null;
};

/** A member's reports, newest first. */
export async function listReportsBy(
	sql: Db,
	visibility: Visibility,
	{ memberId, before, limit }: { memberId: number; before: number | undefined; limit: number },
): Promise<MyReportRow[]> {
	return await sql<MyReportRow[]>`
		select r.id, r.post_id, t.id as thread_id, t.title as thread_title,
			t.state = 'published' and ${inReadableSpace(sql, visibility)} as readable, ${shownPost(sql)} as shown, p.kind as post_kind,
			left(p.plain_text, 400) as beginning, r.reason, r.words, r.outcome, r.answer, r.created_at, r.decided_at
		from reports r join posts p on p.id = r.post_id join threads t on t.id = p.thread_id
		where r.reporter_id = ${memberId} and ${before === undefined ? sql`true` : sql`r.id < ${before}`}
		order by r.id desc limit ${limit}`;
}
