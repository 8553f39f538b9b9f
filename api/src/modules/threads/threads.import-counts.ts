import type { Db, Tx } from '../../platform/db.ts';
import { hotOf, waitsOf } from './numbers.queries.ts';

/** Dates acceptances by what the votes tell, never before the answer itself; one that has a date of its own keeps it. */
export async function dateAcceptances(tx: Tx, acceptances: { postId: number; at: string }[]): Promise<void> {
	if (acceptances.length === 0) return;
	await tx`
		update posts set accepted_at = greatest(r.at, posts.created_at)
		from jsonb_to_recordset(${tx.json(acceptances)}) as r ("postId" bigint, at timestamptz)
		where posts.id = r."postId" and posts.accepted_at = posts.created_at`;
}

/** Gives imported threads what follows from their answers and links: since when they are solved, and a duplicate's reason. */
export async function settleImported(tx: Tx, threadIds: number[]): Promise<void> {
	await tx`
		update threads t set solved_at = a.solved_at
		from (
			select thread_id, min(accepted_at) as solved_at from posts
			where thread_id = any(${threadIds}::bigint[]) and kind = 'answer' and state = 'published' and accepted_at is not null
			group by thread_id
		) a
		where t.id = a.thread_id and t.solved_at is null`;
	await tx`
		update threads t set closed_reason = 'duplicate'
		where t.id = any(${threadIds}::bigint[]) and t.closed_at is not null and t.closed_reason is null
			and exists (
			select from thread_links l where l.from_thread_id = t.id and l.kind = 'duplicate' and l.state = 'confirmed')`;
}

/** Counts anew what lists and pages show of these threads: answers, comments, score (as counted before), hot, who was last. */
export async function recountThreads(tx: Tx, threadIds: number[]): Promise<void> {
	await tx`
		update post_stats ps set comments = c.comments
		from (
			select parent_id, count(*) as comments from posts
			where thread_id = any(${threadIds}::bigint[]) and kind = 'comment' and state = 'published'
			group by parent_id
		) c
		where ps.post_id = c.parent_id and ps.comments <> c.comments`;
	const [score, answers, accepted] = [tx`n.score`, tx`n.answers`, tx`n.accepted`];
	await tx`
		update thread_stats ts set
			score = n.score, answers = n.answers, accepted = n.accepted, comments = n.comments, last_answer_at = n.last_answer_at,
			last_author_id = n.last_author_id,
			needs_answer = ${waitsOf(tx, { answers, accepted })},
			hot = ${hotOf(tx, { score, answers, createdAt: tx`t.created_at` })}
		from threads t, (
			select p.thread_id,
				coalesce(max(ps.score) filter (where p.kind = 'opening'), 0) as score,
				count(*) filter (where p.kind = 'answer') as answers,
				count(*) filter (where p.kind = 'answer' and p.accepted_at is not null) as accepted,
				count(*) filter (where p.kind = 'comment') as comments,
				max(p.created_at) filter (where p.kind = 'answer') as last_answer_at,
				(array_agg(p.author_id order by p.created_at desc, p.id desc))[1] as last_author_id
			from posts p join post_stats ps on ps.post_id = p.id
			where p.thread_id = any(${threadIds}::bigint[]) and p.state = 'published'
			group by p.thread_id
		) n
		where ts.thread_id = t.id and n.thread_id = t.id`;
}

/** The next members, by id above `afterId`, who wrote something that this source brought. */
export async function listImportedAuthors(sql: Db, source: string, afterId: number, limit: number): Promise<number[]> {
	const rows = await sql<{ authorId: number }[]>`
		select author_id from posts
		where source = ${source} and author_id > ${afterId} and state = 'published'
		group by author_id order by author_id limit ${limit}`;
	return rows.map((row) => row.authorId);
}
