import { inTransaction, type Db, type Tx } from '../../platform/db.ts';
import { differencesOf, everyRowOf, type Compared, type Derived } from '../../platform/derived.ts';
import { hotOf, recountMembers, waitsOf, writtenBy } from './numbers.queries.ts';

/**
 * What these threads (`thread_id`) show, counted now from their posts and “me too”; for SQL, in place of a table. All at once: one by
 * one took ten times as long for the thousand threads of a batch.
 */
function countedThreads(sql: Db, threadIds: number[]) {
	return sql`(
		select k.id as thread_id, coalesce(c.score, 0) as score, coalesce(c.answers, 0) as answers, coalesce(c.accepted, 0) as accepted,
			coalesce(c.comments, 0) as comments, c.last_answer_at, c.last_author_id, coalesce(m.me_too, 0) as me_too
		from unnest(${threadIds}::bigint[]) as k (id)
		left join (
			select p.thread_id, max(ps.score) filter (where p.kind = 'opening') as score,
				count(*) filter (where p.kind = 'answer') as answers,
				count(*) filter (where p.kind = 'answer' and p.accepted_at is not null) as accepted,
				count(*) filter (where p.kind = 'comment') as comments,
				max(p.created_at) filter (where p.kind = 'answer') as last_answer_at,
				(array_agg(p.author_id order by p.created_at desc, p.id desc) filter (where p.kind <> 'comment'))[1] as last_author_id
			from posts p left join post_stats ps on ps.post_id = p.id
			where p.thread_id = any(${threadIds}::bigint[]) and p.state = 'published'
			group by p.thread_id
		) c on c.thread_id = k.id
		left join (
			select thread_id, count(*) as me_too from me_too where thread_id = any(${threadIds}::bigint[]) group by thread_id
		) m on m.thread_id = k.id
	)`;
}

/** Locks threads with their numbers and those of their posts, in the order of every write. */
export async function lockNumbers(tx: Tx, threadIds: number[]): Promise<void> {
	await tx`select from threads where id = any(${threadIds}::bigint[]) order by id for no key update`;
	await tx`select from thread_stats where thread_id = any(${threadIds}::bigint[]) order by thread_id for update`;
	await tx`
		select from post_stats s where s.post_id in (select id from posts where thread_id = any(${threadIds}::bigint[]))
		order by s.post_id for update`;
}

/** Counts anew what lists and pages show of these threads: answers, comments, score (as counted before), hot, who was last. */
export async function recountThreads(tx: Tx, threadIds: number[]): Promise<void> {
	await tx`
		insert into post_stats (post_id, comments)
		select p.id, count(c.id) from posts p left join posts c on c.parent_id = p.id and c.kind = 'comment' and c.state = 'published'
		where p.thread_id = any(${threadIds}::bigint[]) group by p.id order by p.id
		on conflict (post_id) do update set comments = excluded.comments where post_stats.comments <> excluded.comments`;
	await tx`
		insert into thread_stats (thread_id, space_id, kind)
		select id, space_id, kind from threads where id = any(${threadIds}::bigint[]) on conflict do nothing`;
	const [score, answers, accepted] = [tx`n.score`, tx`n.answers`, tx`n.accepted`];
	await tx`
		update thread_stats ts set
			space_id = t.space_id, kind = t.kind, listed = t.state = 'published' and t.listed,
			score = n.score, answers = n.answers, accepted = n.accepted, comments = n.comments, me_too = n.me_too,
			last_answer_at = n.last_answer_at, last_author_id = n.last_author_id,
			needs_answer = ${waitsOf(tx, { answers, accepted })},
			hot = ${hotOf(tx, { score, answers, createdAt: tx`t.created_at` })}
		from threads t join ${countedThreads(tx, threadIds)} n on n.thread_id = t.id
		where ts.thread_id = t.id`;
}

async function settleAllSolved(tx: Tx, threadIds: number[]): Promise<void> {
	await tx`
		update threads t set solved_at = case when s.accepted > 0 or t.solved_otherwise is not null then coalesce(t.solved_at, (
			select min(p.accepted_at) from posts p where p.thread_id = t.id and p.kind = 'answer' and p.state = 'published'), now()) end
		from thread_stats s
		where s.thread_id = t.id and t.id = any(${threadIds}::bigint[])
			and (s.accepted > 0 or t.solved_otherwise is not null) <> (t.solved_at is not null)`;
}

async function compareThreads(sql: Db, threadIds: number[]): Promise<Compared[]> {
	const [score, answers, accepted] = [sql`n.score`, sql`n.answers`, sql`n.accepted`];
	return await sql<Compared[]>`
		select t.id, case when s.thread_id is not null then jsonb_build_object('space', s.space_id, 'kind', s.kind, 'listed', s.listed, 'score', s.score,
				'answers', s.answers, 'accepted', s.accepted, 'comments', s.comments, 'me-too', s.me_too, 'waits', s.needs_answer,
				'hot', s.hot, 'last answer', case when n.answers > 0 then s.last_answer_at end, 'solved', t.solved_at is not null) end as stored,
			jsonb_build_object('space', t.space_id, 'kind', t.kind,
				'listed', t.state = 'published' and t.listed, 'score', n.score, 'answers', n.answers, 'accepted', n.accepted,
				'comments', n.comments, 'me-too', n.me_too, 'waits', ${waitsOf(sql, { answers, accepted })},
				'hot', ${hotOf(sql, { score, answers, createdAt: sql`t.created_at` })}::double precision,
				'last answer', n.last_answer_at, 'solved', n.accepted > 0 or t.solved_otherwise is not null) as counted
		from threads t join ${countedThreads(sql, threadIds)} n on n.thread_id = t.id left join thread_stats s on s.thread_id = t.id
		order by t.id`;
}

async function compareComments(sql: Db, threadIds: number[]): Promise<Compared[]> {
	return await sql<Compared[]>`
		select p.thread_id as id, case when s.post_id is not null then jsonb_build_object('comments of post ' || p.id, s.comments) end as stored,
			jsonb_build_object('comments of post ' || p.id, coalesce(c.comments, 0)) as counted
		from posts p left join post_stats s on s.post_id = p.id
		left join (
			select parent_id, count(*) as comments from posts
			where thread_id = any(${threadIds}::bigint[]) and kind = 'comment' and state = 'published' group by parent_id
		) c on c.parent_id = p.id
		where p.thread_id = any(${threadIds}::bigint[]) and s.comments is distinct from coalesce(c.comments, 0)
		order by p.thread_id, p.id`;
}

/** Rows of tags' lists beside what they should be, tag by tag: moments, heat and what else lists are narrowed and sorted by. */
async function compareTagLists(sql: Db, threadIds: number[]): Promise<Compared[]> {
	const shown = (
		row: 'e' | 'l',
	) => sql`case when ${sql(row)}.tag_id is not null then jsonb_build_array(${sql(row)}.space_id, ${sql(row)}.kind,
		${sql(row)}.created_at, ${sql(row)}.hot, ${sql(row)}.needs_answer)::text end`;
	return await sql<Compared[]>`
		select thread_id as id, jsonb_build_object('place in the list of tag ' || tag_id, ${shown('e')}) as stored,
			jsonb_build_object('place in the list of tag ' || tag_id, ${shown('l')}) as counted
		from (select * from tag_entries where thread_id = any(${threadIds}::bigint[])) e
		full join (select * from listed_tags where thread_id = any(${threadIds}::bigint[])) l using (thread_id, tag_id)
		order by thread_id, tag_id`;
}

async function compareMembers(sql: Db, memberIds: number[]): Promise<Compared[]> {
	return await sql<Compared[]>`
		select m.id,
			jsonb_build_object('threads', coalesce(s.threads, 0), 'answers', coalesce(s.answers, 0), 'accepted', coalesce(s.accepted, 0)) as stored,
			jsonb_build_object('threads', n.threads, 'answers', n.answers, 'accepted', n.accepted) as counted
		from members m left join member_stats s on s.member_id = m.id cross join lateral ${writtenBy(sql)} n
		where m.id = any(${memberIds}::bigint[]) order by m.id`;
}

/** Numbers of threads and of what members wrote. */
export const threadsDerived: Derived[] = [
	{
		name: 'threads.numbers',
		followsWithin: 0,
		list: everyRowOf('threads'),
		differing: async ({ sql }, ids) => [
			...differencesOf(await compareThreads(sql, ids)),
			...differencesOf(await compareComments(sql, ids)),
		],
		mend: ({ sql }, ids) =>
			inTransaction(sql, async (tx) => {
				await lockNumbers(tx, ids);
				await recountThreads(tx, ids);
				await settleAllSolved(tx, ids);
			}),
	},
	{
		name: 'threads.tag-lists',
		followsWithin: 0,
		list: everyRowOf('threads'),
		differing: async ({ sql }, ids) => differencesOf(await compareTagLists(sql, ids)),
		mend: async ({ sql }, ids) => void (await sql`select enter_in_tag_lists(${ids}::bigint[])`),
	},
	{
		name: 'threads.members',
		followsWithin: 5,
		list: everyRowOf('members'),
		differing: async ({ sql }, ids) => differencesOf(await compareMembers(sql, ids)),
		mend: ({ sql }, ids) => recountMembers(sql, ids),
	},
];
