import { first, type Db, type Tx } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';
import { reasonsOfAcceptance, reasonsOfVotes, voteReasons, type Award, type Deeds, type Reason } from './points.ts';

/** Which deeds on a post are compared with the ledger: its acceptance, or all of them. */
export type Compared = 'acceptance' | 'all';

export type PostDeeds = Deeds & { postId: number; threadId: number };

/**
 * The deeds on a post that are compared; undefined when the post is gone. What an import brought gave its points at the source:
 * its votes are no deeds here, its acceptance only when the ledger knows of it. Votes that a duplicate carried over gave their points there.
 */
export async function findDeeds(tx: Tx, postId: number, compared: Compared): Promise<PostDeeds | undefined> {
	const post = first(
		await tx<Omit<PostDeeds, 'votes'>[]>`
			select p.id as post_id, p.thread_id, p.kind, p.author_id, t.author_id as asker_id,
				case when p.accepted_at is not null and ${acceptanceCounts(tx, compared)} then coalesce(p.accepted_by, t.author_id) end
					as accepted_by,
				p.state = 'published' and t.state = 'published' as counts
			from posts p join threads t on t.id = p.thread_id where p.id = ${postId}`,
	);
	if (!post) return undefined;
	if (compared === 'acceptance') return { ...post, votes: [] };
	const votes = await tx<Deeds['votes']>`
		select member_id, value from votes
		where post_id = ${postId} and member_id is not null and source is null and not carried`;
	return { ...post, votes };
}

function acceptanceCounts(tx: Tx, compared: Compared) {
	if (compared === 'acceptance') return tx`true`;
	return tx`(p.source is null or exists (
		select from reputation_entries r where r.post_id = p.id and r.reason = any(${reasonsOfAcceptance as string[]})))`;
}

/** A member's vote on a post. */
export type Voted = { postId: number; memberId: number };

const votedRows = (tx: Tx, votes: Voted[]) => tx`
	unnest(${votes.map(({ postId }) => postId)}::bigint[], ${votes.map(({ memberId }) => memberId)}::bigint[])
		with ordinality as w (post_id, voter_id, place)`;

/** The same of single votes on many posts, in their order; without those whose post is gone. */
export async function findVotes(tx: Tx, votes: Voted[]): Promise<PostDeeds[]> {
	return await tx<PostDeeds[]>`
		select p.id as post_id, p.thread_id, p.kind, p.author_id, t.author_id as asker_id, null as accepted_by,
			p.state = 'published' and t.state = 'published' as counts,
			case when v.value is null then '[]' else jsonb_build_array(jsonb_build_object('memberId', v.member_id, 'value', v.value)) end
				as votes
		from ${votedRows(tx, votes)} join posts p on p.id = w.post_id join threads t on t.id = p.thread_id
		left join votes v on v.post_id = p.id and v.member_id = w.voter_id and v.source is null and not v.carried
		order by w.place`;
}

export type LedgerRow = {
	id: number;
	postId: number;
	memberId: number;
	reason: Reason;
	causeMemberId: number;
	points: number;
};

/** What the ledger holds of the deeds compared. */
export async function listStanding(tx: Tx, postId: number, compared: Compared): Promise<LedgerRow[]> {
	const reasons = [...(compared === 'acceptance' ? [] : reasonsOfVotes), ...reasonsOfAcceptance];
	return await tx<LedgerRow[]>`
		select id, post_id, member_id, reason, cause_member_id, points from reputation_entries
		where post_id = ${postId} and undone_at is null and reason = any(${reasons})`;
}

/** The same of single votes on many posts. */
export async function listStandingOf(tx: Tx, votes: Voted[]): Promise<LedgerRow[]> {
	return await tx<LedgerRow[]>`
		select r.id, r.post_id, r.member_id, r.reason, r.cause_member_id, r.points
		from ${votedRows(tx, votes)} join reputation_entries r on r.post_id = w.post_id and r.cause_member_id = w.voter_id
		where r.undone_at is null and r.reason = any(${reasonsOfVotes as string[]})`;
}

/** Posts of a thread on which anything was done that could give points. */
export async function listJudgedPosts(tx: Tx, threadId: number): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		select p.id from posts p
		where p.thread_id = ${threadId} and p.kind <> 'comment' and (p.accepted_at is not null
			or exists (select from votes v where v.post_id = p.id and v.member_id is not null and v.source is null and not v.carried)
			or exists (select from reputation_entries r where r.post_id = p.id and r.undone_at is null))
		order by p.id`;
	return rows.map((row) => row.id);
}

/** Locks the members whose sums will move, lowest number first; rows that point at them can still be written. */
export async function lockMembers(tx: Tx, memberIds: number[]): Promise<void> {
	await tx`select id from members where id = any(${memberIds}::bigint[]) order by id for no key update`;
}

/** What each of these members gained by votes since midnight UTC. */
export async function sumGainedToday(tx: Tx, memberIds: number[]): Promise<Map<number, number>> {
	const rows = await tx<{ memberId: number; gained: number }[]>`
		select member_id, sum(points)::int as gained from reputation_entries
		where member_id = any(${memberIds}::bigint[]) and undone_at is null and reason = any(${voteReasons as string[]})
			and at >= date_trunc('day', now(), 'UTC')
		group by member_id`;
	return new Map(rows.map((row) => [row.memberId, row.gained]));
}

/** What a deed gives, and where it was done. */
export type PlacedAward = Award & { postId: number; threadId: number };

/** Writes what deeds on posts gave; the members' sums are moved by `moveSums`. */
export async function insertEntries(tx: Tx, entries: (PlacedAward & { points: number })[]): Promise<void> {
	if (entries.length === 0) return;
	await tx`
		insert into reputation_entries (member_id, reason, worth, points, thread_id, post_id, cause_member_id)
		select * from unnest(${entries.map((entry) => entry.memberId)}::bigint[], ${entries.map((entry) => entry.reason)}::text[],
			${entries.map((entry) => entry.worth)}::int[], ${entries.map((entry) => entry.points)}::int[],
			${entries.map((entry) => entry.threadId)}::bigint[], ${entries.map((entry) => entry.postId)}::bigint[],
			${entries.map((entry) => entry.causeMemberId)}::bigint[])`;
}

/**
 * Brings back what these deeds gave before their post was deleted, as it was given: neither dated anew nor under today's cap.
 * Returns what it brought back; the members' sums are moved by `moveSums`.
 */
export async function bringBack(tx: Tx, postId: number, awards: Award[]): Promise<LedgerRow[]> {
	const rows = await tx<LedgerRow[]>`
		update reputation_entries set undone_at = null where id in (
			select distinct on (r.member_id, r.reason, r.cause_member_id) r.id
			from reputation_entries r
			join unnest(${awards.map((award) => award.memberId)}::bigint[], ${awards.map((award) => award.reason)}::text[],
				${awards.map((award) => award.causeMemberId)}::bigint[]) as w (member_id, reason, cause_member_id)
				using (member_id, reason, cause_member_id)
			where r.post_id = ${postId} and r.undone_at is not null
			order by r.member_id, r.reason, r.cause_member_id, r.id desc
		)
		returning id, post_id, member_id, reason, cause_member_id, points`;
	return rows;
}

export async function undoEntries(tx: Tx, rows: LedgerRow[]): Promise<void> {
	if (rows.length === 0) return;
	await tx`update reputation_entries set undone_at = now() where id = any(${rows.map((row) => row.id)}::bigint[])`;
}

/** Moves members' sums, each row once: it stands in many indexes. */
export async function moveSums(tx: Tx, moves: { memberId: number; points: number }[]): Promise<void> {
	if (moves.length === 0) return;
	await tx`
		update members set reputation = reputation + moved.points
		from (
			select member_id, sum(points)::int as points
			from unnest(${moves.map((move) => move.memberId)}::bigint[], ${moves.map((move) => move.points)}::int[])
				as m (member_id, points)
			group by member_id
		) moved
		where members.id = moved.member_id and moved.points <> 0`;
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

/** Has entries name the thread that their posts are in now. */
export async function followPosts(tx: Tx, postIds: number[]): Promise<void> {
	await tx`
		update reputation_entries r set thread_id = p.thread_id from posts p
		where p.id = any(${postIds}::bigint[]) and r.post_id = p.id and r.thread_id is distinct from p.thread_id`;
}
