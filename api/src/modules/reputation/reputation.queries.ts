import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';
import { voteReasons, type Award, type Deeds, type Reason } from './points.ts';

/** The deeds on a post that `causeMemberId` did (votes), with its acceptance; undefined when the post is gone. */
export async function findDeeds(tx: Tx, postId: number, causeMemberId: number | null): Promise<(Deeds & { threadId: number }) | undefined> {
	const post = first(
		await tx<(Omit<Deeds, 'votes'> & { threadId: number })[]>`
			select p.thread_id, p.kind, p.author_id, t.author_id as asker_id,
				case when p.accepted_at is not null then coalesce(p.accepted_by, t.author_id) end as accepted_by,
				p.state = 'published' and t.state = 'published' as counts
			from posts p join threads t on t.id = p.thread_id where p.id = ${postId}`,
	);
	if (!post) return undefined;
	const votes = await tx<Deeds['votes']>`
		select member_id, value from votes
		where post_id = ${postId} and member_id is not null
			and ${causeMemberId === null ? tx`true` : tx`member_id = ${causeMemberId}`}`;
	return { ...post, votes };
}

export type LedgerRow = { id: number; memberId: number; reason: Reason; causeMemberId: number; points: number };

export async function listStanding(tx: Tx, postId: number, causeMemberId: number | null): Promise<LedgerRow[]> {
	return await tx<LedgerRow[]>`
		select id, member_id, reason, cause_member_id, points from reputation_entries
		where post_id = ${postId} and undone_at is null
			and ${causeMemberId === null ? tx`true` : tx`(cause_member_id = ${causeMemberId} or reason in ('answer-accepted', 'accepted-answer'))`}`;
}

/** Locks the members whose sums will move, lowest number first. */
export async function lockMembers(tx: Tx, memberIds: number[]): Promise<void> {
	await tx`select id from members where id = any(${memberIds}::bigint[]) order by id for update`;
}

export async function sumGainedToday(tx: Tx, memberId: number): Promise<number> {
	const { gained } = one(
		await tx<{ gained: number }[]>`
			select coalesce(sum(points), 0)::int as gained from reputation_entries
			where member_id = ${memberId} and undone_at is null and reason = any(${voteReasons as string[]})
				and at >= date_trunc('day', now(), 'UTC')`,
	);
	return gained;
}

export async function insertEntry(tx: Tx, award: Award, points: number, threadId: number, postId: number): Promise<void> {
	await tx`
		insert into reputation_entries (member_id, reason, worth, points, thread_id, post_id, cause_member_id)
		values (${award.memberId}, ${award.reason}, ${award.worth}, ${points}, ${threadId}, ${postId}, ${award.causeMemberId})`;
	await tx`update members set reputation = reputation + ${points} where id = ${award.memberId}`;
}

export async function undoEntries(tx: Tx, rows: LedgerRow[]): Promise<void> {
	await tx`update reputation_entries set undone_at = now() where id = any(${rows.map((row) => row.id)}::bigint[])`;
	for (const row of rows) {
		await tx`update members set reputation = reputation - ${row.points} where id = ${row.memberId}`;
	}
}

export type EntryRow = {
	id: number;
	reason: Reason;
	points: number;
	worth: number;
	at: string;
	threadId: number | null;
	title: string | null;
};

/** A member's standing entries, newest first; the title only where the reader may see the thread. */
export async function listEntries(
	sql: Db,
	visibility: Visibility,
	{ memberId, own, after, limit }: { memberId: number; own: boolean; after?: number; limit: number },
): Promise<EntryRow[]> {
	return await sql<EntryRow[]>`
		select r.id, r.reason, r.points, r.worth, r.at, t.id as thread_id, t.title
		from reputation_entries r
		left join threads t on t.id = r.thread_id and ${visibleThread(sql, visibility)}
		where r.member_id = ${memberId} and r.undone_at is null
			and ${own ? sql`true` : sql`r.reason <> 'gave-downvote'`}
			and ${after === undefined ? sql`true` : sql`r.id < ${after}`}
		order by r.id desc limit ${limit}`;
}

/** Points and number of entries by reason. */
export async function sumByReason(sql: Db, memberId: number, own: boolean) {
	return await sql<{ reason: Reason; points: number; count: number }[]>`
		select reason, sum(points)::int as points, count(*)::int as count from reputation_entries
		where member_id = ${memberId} and undone_at is null and ${own ? sql`true` : sql`reason <> 'gave-downvote'`}
		group by reason order by sum(points) desc`;
}
