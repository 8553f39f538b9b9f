import type { WatchLevel } from '@ikatan/contracts/watching';
import { first, one, type Db, type Statement, type Tx } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';
import { isCarriedOver, type HeardPost, type HeardThread } from '../threads/index.ts';

export type VotablePost = HeardPost & {
	id: number;
	threadId: number;
	thread: Pick<HeardThread, 'kind' | 'state'> & { closed: boolean };
	/** The member's vote as it stands; `carried`: not cast here, but on a duplicate. */
	before: -1 | 0 | 1;
	carried: boolean;
};

/**
 * The post to vote on and what the member's vote is, with its thread's numbers locked first and its own next, as every write does;
 * read only then, so that a deletion or a lock under way is waited for and seen. A vote on an opening text moves the thread's numbers;
 * those on answers hold them together. All is sent at once: no lock is held while nothing happens.
 */
export async function lockVotable(
	tx: Tx,
	visibility: Visibility,
	postId: number,
	memberId: number,
): Promise<VotablePost | undefined> {
	const thread = tx`thread_id = (select thread_id from posts where id = ${postId}`;
	const [, , , posts] = await Promise.all([
		tx`select 1 from thread_stats where ${thread} and kind = 'opening') for no key update`,
		tx`select 1 from thread_stats where ${thread} and kind <> 'opening') for share`,
		tx`select 1 from post_stats where post_id = ${postId} for no key update`,
		tx<VotablePost[]>`
			select p.id, p.thread_id, p.kind, p.author_id, p.state,
				jsonb_build_object('kind', t.kind, 'state', t.state, 'closed', t.closed_at is not null or t.decided_at is not null) as thread,
				coalesce(v.value, 0) as before, coalesce(v.carried, false) as carried
			from posts p join threads t on t.id = p.thread_id
			left join votes v on v.post_id = p.id and v.member_id = ${memberId}
			where p.id = ${postId} and ${visibleThread(tx, visibility)}`,
	]);
	return first(posts);
}

export function puttingVote(tx: Tx, postId: number, memberId: number, value: -1 | 0 | 1): Statement {
	if (value === 0) return tx`delete from votes where post_id = ${postId} and member_id = ${memberId}`;
	return tx`
		insert into votes (post_id, member_id, value) values (${postId}, ${memberId}, ${value})
		on conflict (post_id, member_id) where member_id is not null
			do update set value = excluded.value, cast_at = now(), carried = false`;
}

export function movingScore(tx: Tx, postId: number, up: number, down: number): Statement<{ score: number }> {
	return tx<{ score: number }[]>`
		insert into post_stats (post_id, up, down, score) values (${postId}, ${up}, ${down}, ${up - down})
		on conflict (post_id) do update
			set up = post_stats.up + ${up}, down = post_stats.down + ${down}, score = post_stats.score + ${up - down}
		returning score`;
}

/** Open votes of a member on ideas that nobody has decided yet; serialised per member for the length of the transaction. */
export async function countOpenIdeaVotes(tx: Tx, memberId: number): Promise<number> {
	await tx`select pg_advisory_xact_lock(7061004, ${memberId % 2_000_000_000}::int)`;
	const { open } = one(
		await tx<{ open: number }[]>`
			select count(*) as open
			from votes v join posts p on p.id = v.post_id join threads t on t.id = p.thread_id
			where v.member_id = ${memberId} and p.kind = 'opening' and t.kind = 'idea'
				and t.state = 'published' and t.closed_at is null and t.decided_at is null`,
	);
	return open;
}

export type OwnMarks = { votes: Map<number, number>; meToo: boolean };

/** The reader's own votes on these posts of a thread, and whether they said “me too” to it. */
export async function findOwnMarks(sql: Db, memberId: number, threadId: number, postIds: number[]): Promise<OwnMarks> {
	const rows = await sql<{ postId: number | null; value: number }[]>`
		select post_id, value from votes where member_id = ${memberId} and post_id = any(${postIds}::bigint[])
		union all
		select null, 1 from me_too where member_id = ${memberId} and thread_id = ${threadId}`;
	const votes = new Map(rows.flatMap(({ postId, value }) => (postId === null ? [] : [[postId, value] as const])));
	return { votes, meToo: rows.length > votes.size };
}

export type MeTooThread = HeardThread & { id: number };

export async function lockMeTooThread(
	tx: Tx,
	visibility: Visibility,
	threadId: number,
): Promise<MeTooThread | undefined> {
	await tx`select 1 from thread_stats where thread_id = ${threadId} for update`;
	return first(
		await tx<MeTooThread[]>`
			select t.id, t.author_id, t.kind, t.state from threads t
			where t.id = ${threadId} and ${visibleThread(tx, visibility)}`,
	);
}

/** Sets or takes back “me too”: the change of the count (1, 0 or -1), and whether anything changed: it may have been carried. */
export async function putMeToo(
	tx: Tx,
	threadId: number,
	memberId: number,
	on: boolean,
): Promise<{ change: number; changed: boolean }> {
	const rows = on
		? await tx<{ change: number }[]>`
			insert into me_too (thread_id, member_id) values (${threadId}, ${memberId})
			on conflict (thread_id, member_id) do update set carried = false where me_too.carried
			returning (xmax = 0)::int as change`
		: await tx<{ change: number }[]>`
			delete from me_too where thread_id = ${threadId} and member_id = ${memberId} returning -1 as change`;
	return { change: rows[0]?.change ?? 0, changed: rows.length > 0 };
}

/**
 * At which level the member watches a thread once the watching module has heard of a “me too” said or taken back: what follows
 * from the deed alone, like its own `watchByDeed` and `unwatchByDeed`.
 */
export async function findWatchAfterMeToo(
	tx: Tx,
	threadId: number,
	memberId: number,
	on: boolean,
): Promise<WatchLevel | null> {
	const row = first(
		await tx<{ level: WatchLevel; ends: boolean }[]>`
			select level, reason = 'me-too' and not ${isCarriedOver(tx, 'watch', memberId, threadId)} as ends from watches
			where member_id = ${memberId} and target_kind = 'thread' and target_id = ${threadId}`,
	);
	if (on) return row?.level ?? 'all';
	return row && !row.ends ? row.level : null;
}

export async function moveMeToo(tx: Tx, threadId: number, by: number): Promise<number> {
	const { meToo } = one(
		await tx<{ meToo: number }[]>`
			update thread_stats set me_too = me_too + ${by} where thread_id = ${threadId} returning me_too`,
	);
	return meToo;
}
