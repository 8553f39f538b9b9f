import type { Db } from '../../platform/db.ts';

/**
 * Threads in which evidence of insights stands (`insight_id, thread_id, whole`), each once; `whole`: the thread itself, or its
 * opening text, is the evidence. For SQL, in place of a table.
 */
export const evidenceThreads = (sql: Db, insightIds: number[]) => sql`(
	select q.insight_id, coalesce(p.thread_id, q.thread_id) as thread_id, bool_or(q.kind = 'thread' or p.kind = 'opening') as whole
	from quotes q left join posts p on p.id = q.post_id
	where q.insight_id = any(${insightIds}::bigint[]) and q.state = 'accepted' and q.kind <> 'outside'
	group by 1, 2
)`;

/**
 * Insights with those that went into them, or that they were split from (`insight_id, part_id, until`): what people heard under a
 * part up to then, they heard. For SQL: `with recursive ${family(sql, ids)}`.
 */
export const family = (sql: Db, insightIds: number[]) => sql`
	family (insight_id, part_id, until) as (
		select id, id, 'infinity'::timestamptz from unnest(${insightIds}::bigint[]) as i (id)
		union
		select f.insight_id, p.id, least(f.until, p.until)
		from family f cross join lateral (
			select i.id, 'infinity'::timestamptz as until from insights i where i.merged_into = f.part_id
			union all
			select m.from_id, m.at from insight_moves m where m.into_id = f.part_id and m.kind = 'split' and m.undone_at is null
		) p
	)`;

/** Who was told of which stage (`insight_id, stage, member_id, until`), of a family that stands before it. */
export const heardInFamily = (sql: Db) => sql`(
	select f.insight_id, r.stage, r.member_id, f.until
	from family f join telling_recipients r on r.insight_id = f.part_id join tellings t on t.id = r.telling_id and t.at <= f.until
)`;
