import { staffRoles } from '@ikatan/contracts/common';
import { decidedStages } from '@ikatan/contracts/insight-choices';
import { OwedReason } from '@ikatan/contracts/telling';
import type { Db, Tx } from '../../platform/db.ts';
import { isReader } from '../spaces/index.ts';
import { backedEvidence, family, heardInFamily } from './evidence.queries.ts';

const strongestFirst = OwedReason.options;

/** Who watched a thread before it was merged into another one, by the number of the merge `w.merge_id`; for SQL. */
const watchersBefore = (sql: Db) => sql`
	select (k ->> 'memberId')::bigint from thread_merges m cross join lateral jsonb_array_elements(m.watches) k
	where m.id = w.merge_id and k ->> 'level' = 'all'`;

/** What the thread `p.asked_id` was called before it was merged into thread `t`, where member `m` may read its space; for SQL. */
const titleBefore = (sql: Db) => sql`(
	select a.title from threads a join spaces s on s.id = a.space_id
	where a.id = p.asked_id and a.id <> t.id and ${isReader(sql, sql`a.company_id`)})`;

/**
 * Everyone who may be owed a word on insights, once per reason (`insight_id, member_id, reason, thread_id, words`): who was quoted;
 * and of threads that are evidence, or whose opening text is quoted, who asked, voted, said me-too or watches. Only of published
 * threads that they may read; staff and people who are suspended or gone are left out.
 */
function peopleBehindEvidence(sql: Db, insightIds: number[]) {
	return sql`
		select p.insight_id, p.member_id, p.reason, p.thread_id, coalesce(p.words, ${titleBefore(sql)}, t.title) as words
		from (
			select q.insight_id, q.author_id as member_id, 'quoted' as reason, coalesce(o.thread_id, q.thread_id) as thread_id, q.words,
				null::bigint as asked_id
			from quotes q left join posts o on o.id = q.post_id
			where q.insight_id = any(${insightIds}::bigint[]) and q.state = 'accepted' and q.kind not in ('outside', 'thread')
				and q.author_id is not null
			union all
			select w.insight_id, b.member_id, b.reason, w.thread_id, null, w.of_thread_id
			from ${backedEvidence(sql, insightIds)} w
			cross join lateral (
				select o.author_id as member_id, 'asked' as reason from posts o where o.id = w.post_id
				union all
				select v.member_id, 'voted' from votes v where v.post_id = w.post_id and v.value = 1
				union all select m.member_id, 'me-too' from me_too m where m.thread_id = w.of_thread_id
				union all
				select x.member_id, 'watched' from watches x
				where x.target_kind = 'thread' and x.target_id = w.thread_id and x.level = 'all'
					and (w.merge_id is null or x.member_id in (${watchersBefore(sql)}))
			) b
		) p
		join threads t on t.id = p.thread_id and t.state = 'published'
		join spaces s on s.id = t.space_id
		join members m on m.id = p.member_id
		where m.role <> all(${[...staffRoles]}) and ${isReader(sql, sql`t.company_id`)}`;
}

/**
 * Who is owed a word on the stage of insights as it stands, once each (`insight_id, stage, member_id, ranks, words, thread_id`):
 * `ranks` are the places of their reasons, the strongest first; `words` and thread are those of the strongest. Nobody who was told
 * of the stage under this insight, or under one that went into it. For SQL, in place of a table.
 */
export const owedOf = (sql: Db, insightIds: number[]) => sql`(
	with recursive ${family(sql, insightIds)},
	heard as materialized (select * from ${heardInFamily(sql)} h),
	reasons as (
		select p.*, c.stage, array_position(${[...strongestFirst]}::text[], p.reason) as rank
		from (${peopleBehindEvidence(sql, insightIds)}) p
		join insights i on i.id = p.insight_id and i.merged_into is null and i.deleted_at is null
		join board_columns c on c.id = i.column_id and c.stage = any(${[...decidedStages]})
	)
	select r.insight_id, r.stage, r.member_id, array_agg(distinct r.rank) as ranks,
		(array_agg(r.words order by r.rank, r.thread_id, r.words))[1] as words,
		(array_agg(r.thread_id order by r.rank, r.thread_id, r.words))[1] as thread_id
	from reasons r
	where not exists (
		select from heard h where h.insight_id = r.insight_id and h.stage = r.stage and h.member_id = r.member_id)
	group by 1, 2, 3
)`;

/** A place among the reasons as its name. */
export const reasonAt = (rank: number): OwedReason => {
	const reason = strongestFirst[rank - 1];
	if (!reason) throw new Error(`There is no reason ${rank}`);
	return reason;
};

/** How many people of decided insights have been told of the stage and how many are owed a word (`id, owed, told`), counted now. */
export function countedOwed(sql: Db, insightIds: number[]) {
	return sql`(
		with recursive ${family(sql, insightIds)},
		owed as (select insight_id, count(*)::int as count from ${owedOf(sql, insightIds)} o group by 1),
		told as (
			select h.insight_id, count(distinct h.member_id)::int as count
			from ${heardInFamily(sql)} h join insights i on i.id = h.insight_id
			join board_columns c on c.id = i.column_id and c.stage = h.stage
			where h.until = 'infinity' group by 1
		)
		select x.id, coalesce(o.count, 0) as owed, coalesce(t.count, 0) as told
		from unnest(${insightIds}::bigint[]) as x (id)
		left join owed o on o.insight_id = x.id left join told t on t.insight_id = x.id
	)`;
}

/** Works these numbers out anew. */
export async function recountOwed(tx: Tx, insightIds: number[]): Promise<void> {
	if (insightIds.length === 0) return;
	await tx`update insights i set owed = n.owed, told = n.told from ${countedOwed(tx, insightIds)} n where i.id = n.id`;
}
