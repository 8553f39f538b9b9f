import type { Db } from '../../platform/db.ts';

/** Members with most accepted answers in the last 7 days, in these spaces, but for answers from which they took their name. */
export async function listTopHelpers(sql: Db, spaceIds: number[], limit: number) {
	return await sql<{ memberId: number; accepted: number; answers: number }[]>`
		select h.member_id, h.accepted, (
				select count(*)::int from posts a join threads t on t.id = a.thread_id
				where a.author_id = h.member_id and a.kind = 'answer' and a.state = 'published' and not a.author_hidden
					and a.created_at > now() - interval '7 days'
					and t.state = 'published' and t.space_id = any(${spaceIds}::bigint[])
			) as answers
		from (
			select p.author_id as member_id, count(*)::int as accepted
			from posts p join threads t on t.id = p.thread_id
			where p.accepted_at > now() - interval '7 days' and p.state = 'published' and p.kind = 'answer'
				and p.author_id is not null and p.author_id is distinct from t.author_id and not p.author_hidden
				and t.state = 'published' and t.space_id = any(${spaceIds}::bigint[])
			group by p.author_id order by accepted desc, p.author_id limit ${limit}
		) h
		order by h.accepted desc, h.member_id`;
}

/** Threads solved in the last 7 days, newest first, in these spaces. */
export async function listSolvedThisWeek(sql: Db, spaceIds: number[], limit: number) {
	return await sql<{ id: number; title: string; answers: number }[]>`
		select t.id, t.title, ts.answers
		from threads t join thread_stats ts on ts.thread_id = t.id
		where t.solved_at > now() - interval '7 days' and t.state = 'published' and t.listed
			and t.space_id = any(${spaceIds}::bigint[])
		order by t.solved_at desc limit ${limit}`;
}

/** People who voted for the member's answers in the last 7 days. */
export async function countHelpedThisWeek(sql: Db, memberId: number): Promise<number> {
	const [row] = await sql<{ people: number }[]>`
		select count(distinct v.member_id)::int as people
		from posts p join votes v on v.post_id = p.id and v.value = 1 and v.cast_at > now() - interval '7 days'
		where p.author_id = ${memberId} and p.kind = 'answer' and p.state = 'published'`;
	return row?.people ?? 0;
}
