import type { Db, Tx } from '../../platform/db.ts';
import type { Compared } from '../../platform/derived.ts';
import { reasonsOfAcceptance, type Deeds, type Reason } from './points.ts';
import { lockMembers } from './reputation.queries.ts';

/** The next posts, by number, on which something was done that gives points, or that the ledger knows. */
export async function listJudged(sql: Db, afterId: number, limit: number): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select p.id from posts p
		where p.id > ${afterId} and p.kind <> 'comment' and (p.accepted_at is not null
			or exists (select from votes v where v.post_id = p.id)
			or exists (select from reputation_entries r where r.post_id = p.id and r.undone_at is null))
		order by p.id limit ${limit}`;
	return rows.map(({ id }) => id);
}

export type PostDeeds = Deeds & { id: number };
export type Standing = { postId: number; memberId: number; reason: Reason; causeMemberId: number };

/**
 * What was done on posts, as `findDeeds` gives it for one. Posts that a merge or a split took to another thread are left out: they
 * keep what their deeds gave where they stood.
 */
export async function listDeeds(sql: Db, postIds: number[]): Promise<PostDeeds[]> {
	return await sql<PostDeeds[]>`
		select p.id, p.kind, p.author_id, t.author_id as asker_id,
			case when p.accepted_at is not null and (p.source is null or exists (
				select from reputation_entries r where r.post_id = p.id and r.reason = any(${reasonsOfAcceptance as string[]})))
				then coalesce(p.accepted_by, t.author_id) end as accepted_by,
			p.state = 'published' and t.state = 'published' as counts, coalesce(v.votes, '[]') as votes
		from posts p join threads t on t.id = p.thread_id
		left join (
			select post_id, jsonb_agg(jsonb_build_object('memberId', member_id, 'value', value)) as votes from votes
			where post_id = any(${postIds}::bigint[]) and member_id is not null and source is null and not carried group by post_id
		) v on v.post_id = p.id
		where p.id = any(${postIds}::bigint[])
			and not exists (
				select from thread_merges m
				where m.into_thread_id = p.thread_id and m.undone_at is null and (p.id = any(m.post_ids) or p.id = m.head_post_id))
		order by p.id`;
}

export async function listAllStanding(sql: Db, postIds: number[]): Promise<Standing[]> {
	return await sql<Standing[]>`
		select post_id, member_id, reason, cause_member_id from reputation_entries
		where post_id = any(${postIds}::bigint[]) and undone_at is null`;
}

/** Members' sums beside what the ledger adds up to, and the copies that their page is sorted by beside the sums. */
export async function compareSums(sql: Db, memberIds: number[]): Promise<Compared[]> {
	return await sql<Compared[]>`
		select m.id, jsonb_build_object('reputation', m.reputation, 'place by reputation', s.reputation) as stored,
			jsonb_build_object('reputation', coalesce(r.points, 0), 'place by reputation', m.reputation) as counted
		from members m left join member_stats s on s.member_id = m.id left join (
			select member_id, sum(points)::int as points from reputation_entries
			where member_id = any(${memberIds}::bigint[]) and undone_at is null group by member_id
		) r on r.member_id = m.id
		where m.id = any(${memberIds}::bigint[]) order by m.id`;
}

/** Adds the ledger up anew, under the lock that every entry is written with. */
export async function resum(tx: Tx, memberIds: number[]): Promise<void> {
	await lockMembers(tx, memberIds);
	await tx`
		update members m set reputation = coalesce((
			select sum(points)::int from reputation_entries r where r.member_id = m.id and r.undone_at is null), 0)
		where m.id = any(${memberIds}::bigint[])`;
	await tx`
		insert into member_stats (member_id, reputation)
		select id, reputation from members where id = any(${memberIds}::bigint[])
		on conflict (member_id) do update set reputation = excluded.reputation`;
}
