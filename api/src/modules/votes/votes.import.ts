import type { Db, Tx } from '../../platform/db.ts';

/** A vote whose voter the source does not tell. */
export type ImportedVote = { sourceId: string; postId: number; value: 1 | -1; castAt: string };

/** Writes votes in bulk, each once however often it arrives. */
export async function importVotes(tx: Tx, source: string, votes: ImportedVote[]): Promise<void> {
	if (votes.length === 0) return;
	await tx`
		insert into votes (post_id, value, cast_at, source, source_id)
		select "postId", value, "castAt", ${source}, "sourceId"
		from jsonb_to_recordset(${tx.json(votes)}) as r ("postId" bigint, value smallint, "castAt" timestamptz, "sourceId" text)
		on conflict (source, source_id) where source is not null do nothing`;
}

/** Recounts up votes, down votes and score of the posts in these threads from the votes that there are. */
export async function recountVotes(tx: Tx, threadIds: number[]): Promise<void> {
	await tx`
		update post_stats ps set up = counted.up, down = counted.down, score = counted.up - counted.down
		from (
			select p.id, count(*) filter (where v.value = 1) as up, count(*) filter (where v.value = -1) as down
			from posts p left join votes v on v.post_id = p.id
			where p.thread_id = any(${threadIds}::bigint[])
			group by p.id
		) counted
		where ps.post_id = counted.id and (ps.up, ps.down, ps.score) is distinct from (counted.up::int, counted.down::int, (counted.up - counted.down)::int)`;
}

/** Of these votes of the source the ones that are here. */
export async function findImportedVotes(sql: Db, source: string, sourceIds: string[]): Promise<Set<string>> {
	const rows = await sql<{ sourceId: string }[]>`
		select source_id from votes where source = ${source} and source_id = any(${sourceIds}::text[])`;
	return new Set(rows.map((row) => row.sourceId));
}
