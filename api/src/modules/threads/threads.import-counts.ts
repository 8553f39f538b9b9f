import type { Db, Tx } from '../../platform/db.ts';

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

/** The next members, by id above `afterId`, who wrote something that this source brought. */
export async function listImportedAuthors(sql: Db, source: string, afterId: number, limit: number): Promise<number[]> {
	const rows = await sql<{ authorId: number }[]>`
		select author_id from posts
		where source = ${source} and author_id > ${afterId} and state = 'published'
		group by author_id order by author_id limit ${limit}`;
	return rows.map((row) => row.authorId);
}
