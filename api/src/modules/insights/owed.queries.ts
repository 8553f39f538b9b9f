import { staffRoles } from '@ikatan/contracts/common';
import type { Db, Tx } from '../../platform/db.ts';

/**
 * Everyone who is owed a word on insights, once per reason (`insight_id, member_id, reason, thread_id, words`): who was quoted;
 * and of threads that are evidence, or whose opening text is quoted, who asked, voted, said me-too or watches. Staff and people
 * who are gone are left out. Whether they may read the thread is asked by `readersAmong` before anybody is told.
 */
export function peopleOwed(sql: Db, insightIds: number[]) {
	return sql`
		with evidence as (
			select q.insight_id, q.id as quote_id, q.kind, q.author_id, q.words, coalesce(p.thread_id, q.thread_id) as thread_id,
				q.kind = 'thread' or p.kind = 'opening' as whole
			from quotes q left join posts p on p.id = q.post_id
			where q.insight_id = any(${insightIds}::bigint[]) and q.state = 'accepted' and q.kind <> 'outside'
		),
		whole as (
			select distinct e.insight_id, t.id as thread_id, t.title, t.author_id, o.id as opening_id
			from evidence e join threads t on t.id = e.thread_id and t.state = 'published'
			join posts o on o.thread_id = t.id and o.kind = 'opening'
			where e.whole
		),
		people as (
			select insight_id, author_id as member_id, 'quoted' as reason, thread_id, words from evidence
			where author_id is not null and kind <> 'thread'
			union all select insight_id, author_id, 'asked', thread_id, title from whole where author_id is not null
			union all
			select w.insight_id, v.member_id, 'voted', w.thread_id, w.title
			from whole w join votes v on v.post_id = w.opening_id and v.value = 1 and v.member_id is not null
			union all select w.insight_id, m.member_id, 'me-too', w.thread_id, w.title
			from whole w join me_too m on m.thread_id = w.thread_id
			union all select w.insight_id, x.member_id, 'watched', w.thread_id, w.title
			from whole w join watches x on x.target_kind = 'thread' and x.target_id = w.thread_id and x.level = 'all'
		)
		select p.insight_id, p.member_id, p.reason, p.thread_id, p.words
		from people p join members m on m.id = p.member_id
		where m.role <> all(${[...staffRoles]}) and m.state <> 'deleted'`;
}

/** Works out anew how many people of decided insights have been told of the stage and how many are owed a word. */
export async function recountOwed(tx: Tx, insightIds: number[]): Promise<void> {
	if (insightIds.length === 0) return;
	await tx`
		with owed as (
			select p.insight_id, count(distinct p.member_id)::int as count
			from (${peopleOwed(tx, insightIds)}) p
			join insights i on i.id = p.insight_id
			join board_columns c on c.id = i.column_id and c.stage in ('planned', 'shipped', 'declined')
			where not exists (
				select from telling_recipients r
				where r.insight_id = p.insight_id and r.stage = c.stage and r.member_id = p.member_id)
			group by p.insight_id
		),
		told as (
			select r.insight_id, count(*)::int as count
			from telling_recipients r join insights i on i.id = r.insight_id
			join board_columns c on c.id = i.column_id and c.stage = r.stage
			where r.insight_id = any(${insightIds}::bigint[]) group by r.insight_id
		)
		update insights i set owed = coalesce(o.count, 0), told = coalesce(t.count, 0)
		from unnest(${insightIds}::bigint[]) as x (id)
		left join owed o on o.insight_id = x.id left join told t on t.insight_id = x.id
		where i.id = x.id`;
}
