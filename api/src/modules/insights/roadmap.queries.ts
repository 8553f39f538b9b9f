import { roadmapStages } from '@ikatan/contracts/telling';
import { one, type Db } from '../../platform/db.ts';

/** A condition on `insights i` in column `c`: staff made it public, and it stands where the roadmap shows it. */
export const onRoadmap = (sql: Db) => sql`
	(i.public and i.merged_into is null and i.deleted_at is null and c.stage = any(${[...roadmapStages]}))`;

/** What a public insight is called for all: its title for the public, else its own. */
export const publicTitle = (sql: Db) => sql`coalesce(nullif(i.public_title, ''), i.title)`;

type RoadmapRow = {
	id: number;
	title: string;
	text: string;
	columnId: number;
	areaId: number | null;
	since: string;
};

/** What stands on the roadmap: shipped ones the latest first, others as on the board; 50 of a column. */
export async function listRoadmap(sql: Db, areaId: number | undefined): Promise<RoadmapRow[]> {
	return await sql<RoadmapRow[]>`
		select f.* from board_columns c cross join lateral (
			select i.id, ${publicTitle(sql)} as title, i.public_text as text, i.column_id, i.area_id, i.column_since as since
			from insights i
			where i.column_id = c.id and ${onRoadmap(sql)} ${areaId === undefined ? sql`` : sql`and i.area_id = ${areaId}`}
			order by case when c.stage = 'shipped' then extract(epoch from i.column_since) end desc, i.place, i.id limit 50
		) f
		where c.archived_at is null and c.stage = any(${[...roadmapStages]}) order by c.position, c.id`;
}

/** Areas with something on the roadmap. */
export async function listRoadmapAreas(sql: Db) {
	return await sql<{ id: number; slug: string; name: string }[]>`
		select a.id, a.slug, a.name from product_areas a
		where a.archived_at is null and exists (
			select from insights i join board_columns c on c.id = i.column_id where i.area_id = a.id and ${onRoadmap(sql)})
		order by a.position, a.id`;
}

/** Ideas behind insights that all may read: listed ones of public spaces, the most votes first, 5 of each. */
export async function listIdeasBehind(sql: Db, insightIds: number[], publicSpaceIds: number[]) {
	return await sql<{ insightId: number; id: number; title: string; votes: number }[]>`
		select insight_id, id, title, votes from (
			select e.insight_id, t.id, t.title, greatest(s.score, 0) as votes,
				row_number() over (partition by e.insight_id order by s.score desc, t.id) as place
			from (
				select q.insight_id, q.thread_id from quotes q
				where q.insight_id = any(${insightIds}::bigint[]) and q.kind = 'thread' and q.state = 'accepted'
				union
				select q.insight_id, p.thread_id from quotes q join posts p on p.id = q.post_id and p.kind = 'opening'
				where q.insight_id = any(${insightIds}::bigint[]) and q.state = 'accepted'
			) e
			join threads t on t.id = e.thread_id and t.kind = 'idea' and t.state = 'published' and t.listed
				and t.space_id = any(${publicSpaceIds}::bigint[])
			join thread_stats s on s.thread_id = t.id
		) ranked
		where place <= 5 order by insight_id, place`;
}

/** When the roadmap changed last; null: nothing stands on it. */
export async function findRoadmapChange(sql: Db): Promise<string | null> {
	return one(
		await sql<{ at: string | null }[]>`
			select max(i.column_since) as at from insights i join board_columns c on c.id = i.column_id where ${onRoadmap(sql)}`,
	).at;
}
