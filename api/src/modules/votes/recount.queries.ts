import { inTransaction, type Db, type Tx } from '../../platform/db.ts';
import { differencesOf, everyRowOf, type Compared, type Derived } from '../../platform/derived.ts';
import { lockNumbers, recountThreads } from '../threads/index.ts';
import { recountVotes } from './votes.import.ts';

async function comparePosts(sql: Db, postIds: number[]): Promise<Compared[]> {
	return await sql<Compared[]>`
		select p.id, case when s.post_id is not null then jsonb_build_object('up', s.up, 'down', s.down, 'score', s.score) end as stored,
			jsonb_build_object('up', coalesce(v.up, 0), 'down', coalesce(v.down, 0), 'score', coalesce(v.up - v.down, 0)) as counted
		from posts p left join post_stats s on s.post_id = p.id
		left join (
			select post_id, count(*) filter (where value = 1) as up, count(*) filter (where value = -1) as down
			from votes where post_id = any(${postIds}::bigint[]) group by post_id
		) v on v.post_id = p.id
		where p.id = any(${postIds}::bigint[])
			and (s.up, s.down, s.score) is distinct from (coalesce(v.up, 0)::int, coalesce(v.down, 0)::int, coalesce(v.up - v.down, 0)::int)
		order by p.id`;
}

/** The votes that posts have, and with them the scores of their threads. */
async function mendPosts(tx: Tx, postIds: number[]): Promise<void> {
	const rows = await tx<{ id: number }[]>`
		select distinct thread_id as id from posts where id = any(${postIds}::bigint[]) order by 1`;
	const threadIds = rows.map(({ id }) => id);
	await lockNumbers(tx, threadIds);
	await tx`
		insert into post_stats (post_id) select unnest(${postIds}::bigint[]) on conflict do nothing`;
	await recountVotes(tx, threadIds);
	await recountThreads(tx, threadIds);
}

/** Votes and scores of posts. */
export const votesDerived: Derived[] = [
	{
		name: 'votes.posts',
		followsWithin: 0,
		list: everyRowOf('posts'),
		differing: async ({ sql }, ids) => differencesOf(await comparePosts(sql, ids)),
		mend: ({ sql }, ids) => inTransaction(sql, (tx) => mendPosts(tx, ids)),
	},
];
