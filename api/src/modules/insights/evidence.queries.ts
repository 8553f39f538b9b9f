import type { Db } from '../../platform/db.ts';

/**
 * Joins to quotes `q` where a thread that is evidence went when it was merged into another one: `head` is what was its opening
 * text. Merges are few: each quote looks for its own (`limit`), rather than all posts being gone through.
 */
export const withMerge = (sql: Db) => sql`
	left join lateral (
		select h.id, h.thread_id, h.state from thread_merges m join posts h on h.id = m.head_post_id
		where m.from_thread_id = q.thread_id and m.kind = 'merge' and m.undone_at is null limit 1
	) head on q.kind = 'thread'`;

/**
 * Threads in which evidence of insights stands (`insight_id, thread_id, whole`), each once; `whole`: the thread itself, or its
 * opening text, is the evidence. For SQL, in place of a table.
 */
export const evidenceThreads = (sql: Db, insightIds: number[]) => sql`(
	select q.insight_id, coalesce(p.thread_id, head.thread_id, q.thread_id) as thread_id,
		bool_or((q.kind = 'thread' and head.id is null) or coalesce(p.kind = 'opening', false)) as whole
	from quotes q left join posts p on p.id = q.post_id ${withMerge(sql)}
	where q.insight_id = any(${insightIds}::bigint[]) and q.state = 'accepted' and q.kind <> 'outside'
	group by 1, 2
)`;

/**
 * What is evidence together with who backed it (`insight_id, by_thread, of_thread_id, post_id, thread_id, merge_id`): a thread, or
 * by its opening text alone. `post_id` is that text and `thread_id` where it stands now: not where it was written once the thread
 * was merged into another one. For SQL, in place of a table.
 */
export const backedEvidence = (sql: Db, insightIds: number[]) => {
	const evidence = sql`q.insight_id = any(${insightIds}::bigint[]) and q.state = 'accepted'`;
	const merged = sql`
		select distinct q.insight_id, q.kind = 'thread' as by_thread, m.from_thread_id, o.id, o.thread_id, m.id
		from thread_merges m join posts o on o.id = m.head_post_id and o.state = 'published'`;
	return sql`(
		select distinct q.insight_id, true as by_thread, o.thread_id as of_thread_id, o.id as post_id, o.thread_id, null::bigint as merge_id
		from quotes q join posts o on o.thread_id = q.thread_id and o.kind = 'opening'
		where q.kind = 'thread' and ${evidence}
		union all
		select distinct q.insight_id, false, o.thread_id, o.id, o.thread_id, null::bigint
		from quotes q join posts o on o.id = q.post_id and o.kind = 'opening'
		where q.kind in ('passage', 'post') and ${evidence}
		union all
		${merged} join quotes q on q.thread_id = m.from_thread_id and q.kind = 'thread'
		where m.kind = 'merge' and m.undone_at is null and ${evidence}
		union all
		${merged} join quotes q on q.post_id = m.head_post_id
		where m.kind = 'merge' and m.undone_at is null and ${evidence}
	)`;
};

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
