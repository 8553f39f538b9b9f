import type { Db } from '../../platform/db.ts';
import { differencesOf, everyRowOf, type Compared, type Derived } from '../../platform/derived.ts';
import { publicThreads, recountTagsOf } from './tags.queries.ts';

async function compareTags(sql: Db, tagIds: number[]): Promise<Compared[]> {
	return await sql<Compared[]>`
		select g.id, jsonb_build_object('threads', coalesce(s.threads, 0)) as stored,
			jsonb_build_object('threads', ${publicThreads(sql)}) as counted
		from tags g left join tag_stats s on s.tag_id = g.id
		where g.id = any(${tagIds}::bigint[]) order by g.id`;
}

/** Public threads of tags; a job counts every minute those that changed. */
export const tagsDerived: Derived[] = [
	{
		name: 'tags.threads',
		followsWithin: 70,
		list: everyRowOf('tags'),
		differing: async ({ sql }, ids) => differencesOf(await compareTags(sql, ids)),
		mend: ({ sql }, ids) => recountTagsOf(sql, ids),
	},
];
