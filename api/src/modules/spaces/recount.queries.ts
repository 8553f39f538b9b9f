import type { Db } from '../../platform/db.ts';
import { differencesOf, everyRowOf, type Compared, type Derived } from '../../platform/derived.ts';
import { recountSpaces } from './spaces.queries.ts';

async function compareSpaces(sql: Db, spaceIds: number[]): Promise<Compared[]> {
	return await sql<Compared[]>`
		select s.id,
			jsonb_build_object('threads', coalesce(st.threads, 0), 'waiting', coalesce(st.waiting, 0)) || coalesce(k.stored, '{}') as stored,
			jsonb_build_object('threads', n.threads, 'waiting', n.waiting) || k.counted as counted
		from spaces s left join space_stats st on st.space_id = s.id
		cross join lateral (
			select (select count(*) from threads t where t.space_id = s.id and t.state = 'published' and t.listed) as threads,
				(select count(*) from thread_stats ts where ts.space_id = s.id and ts.needs_answer) as waiting
		) n
		cross join lateral (
			select jsonb_object_agg('threads of kind ' || kinds.kind, coalesce(ks.threads, 0)) as stored,
				jsonb_object_agg('threads of kind ' || kinds.kind, coalesce(c.threads, 0)) as counted
			from unnest(array['question', 'idea', 'problem', 'discussion', 'announcement']) as kinds (kind)
			left join space_kind_stats ks on ks.space_id = s.id and ks.kind = kinds.kind
			left join (
				select kind, count(*) as threads from threads where space_id = s.id and state = 'published' and listed group by kind
			) c on c.kind = kinds.kind
		) k
		where s.id = any(${spaceIds}::bigint[]) order by s.id`;
}

/** Threads and waiting questions of spaces; a job counts them every minute. */
export const spacesDerived: Derived[] = [
	{
		name: 'spaces.numbers',
		followsWithin: 70,
		list: everyRowOf('spaces'),
		differing: async ({ sql }, ids) => differencesOf(await compareSpaces(sql, ids)),
		mend: ({ sql }) => recountSpaces(sql),
	},
];
