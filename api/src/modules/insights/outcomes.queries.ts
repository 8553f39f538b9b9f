import type { Stage } from '@ikatan/contracts/insight-choices';
import { first, type Db } from '../../platform/db.ts';
import type { Outcome } from '../threads/index.ts';
import { evidenceThreads } from './evidence.queries.ts';
import { onRoadmap } from './roadmap.queries.ts';

/** Threads that are evidence of insights, as a whole. */
export async function listWholeThreads(sql: Db, insightIds: number[]): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select distinct e.thread_id as id from ${evidenceThreads(sql, insightIds)} e where e.whole order by 1`;
	return rows.map((row) => row.id);
}

/** Every thread that is evidence as a whole. */
export async function listAllWholeThreads(sql: Db): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select q.thread_id as id from quotes q where q.kind = 'thread' and q.state = 'accepted' and q.thread_id is not null
		union
		select p.thread_id from quotes q join posts p on p.id = q.post_id and p.kind = 'opening' where q.state = 'accepted'
		order by 1`;
	return rows.map((row) => row.id);
}

/** Insights of which a thread is evidence as a whole (`thread_id, insight_id`). */
const insightsOf = (sql: Db, threadIds: number[]) => sql`(
	select q.thread_id, q.insight_id from quotes q
	where q.thread_id = any(${threadIds}::bigint[]) and q.kind = 'thread' and q.state = 'accepted'
	union
	select p.thread_id, q.insight_id from posts p join quotes q on q.post_id = p.id and q.state = 'accepted'
	where p.thread_id = any(${threadIds}::bigint[]) and p.kind = 'opening'
)`;

/** A condition on `insights i` in column `c`: that it stands there is no secret, being public or told to those concerned. */
const known = (sql: Db) => sql`(i.public or exists (
	select from tellings k where k.insight_id = i.id and k.stage = c.stage and k.told > 0))`;

/** What has become of these threads; of several insights the one that moved last counts. */
export async function listOutcomes(sql: Db, threadIds: number[]): Promise<Outcome[]> {
	const rows = await sql<{ threadId: number; stage: Stage | null; knownStage: Stage | null }[]>`
		select w.id as thread_id,
			(array_agg(c.stage order by i.column_since desc, i.id desc) filter (where i.public and c.stage <> 'new'))[1] as stage,
			(array_agg(c.stage order by i.column_since desc, i.id desc) filter (where ${known(sql)}))[1] as known_stage
		from unnest(${threadIds}::bigint[]) as w (id)
		left join ${insightsOf(sql, threadIds)} e on e.thread_id = w.id
		left join insights i on i.id = e.insight_id and i.merged_into is null and i.deleted_at is null
		left join board_columns c on c.id = i.column_id
		group by w.id order by w.id`;
	return rows.map(({ threadId, stage, knownStage }) => ({
		threadId,
		stage,
		decided: knownStage === 'shipped' || knownStage === 'declined',
	}));
}

/** What all who may read a thread may know of its insight; undefined while none of it is public. */
export async function findPublicOutcome(sql: Db, threadId: number) {
	return first(
		await sql<{ stage: Stage; since: string; said: string | null; onRoadmap: boolean }[]>`
			select c.stage, i.column_since as since, ${onRoadmap(sql)} as on_roadmap,
				(select left(split_part(t.text, E'\n', 1), 200) from tellings t
				where t.insight_id = i.id and t.stage = c.stage order by t.id desc limit 1) as said
			from ${insightsOf(sql, [threadId])} e
			join insights i on i.id = e.insight_id and i.public and i.merged_into is null and i.deleted_at is null
			join board_columns c on c.id = i.column_id and c.stage <> 'new'
			order by i.column_since desc, i.id desc limit 1`,
	);
}
