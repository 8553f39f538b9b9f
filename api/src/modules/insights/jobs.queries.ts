import type { Db, Sql, Tx } from '../../platform/db.ts';

/** Insights that have a thread with its votes, or its opening text, among their evidence. */
export async function listWithThreads(sql: Sql): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select insight_id as id from quotes where kind = 'thread' and state = 'accepted'
		union
		select q.insight_id from quotes q join posts p on p.id = q.post_id and p.kind = 'opening' where q.state = 'accepted'
		union
		select q.insight_id from quotes q join thread_merges m on m.head_post_id = q.post_id and m.undone_at is null
		where q.state = 'accepted'
		order by id`;
	return rows.map((row) => row.id);
}

/** Insights that a thread, or its opening text, is evidence of. */
export async function listOfThread(sql: Db, threadId: number, openingId: number): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select insight_id as id from quotes where thread_id = ${threadId} and kind = 'thread' and state = 'accepted'
		union
		select insight_id from quotes where post_id = ${openingId} and state = 'accepted'
		order by id`;
	return rows.map((row) => row.id);
}

/** Insights whose 30 or 60 days move on. */
export async function listWithTrend(sql: Sql): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select id from insights where quotes_30 > 0 or quotes_before_30 > 0 order by id`;
	return rows.map((row) => row.id);
}

/** An erased member's name leaves the quotes; the words stay. */
export async function forgetAuthor(tx: Tx, memberId: number): Promise<void> {
	await tx`update quotes set author_name = '' where author_id = ${memberId}`;
}

/** Has one company's quotes count for another; the name that was captured stays. Returns the insights that they belong to. */
export async function moveCompany(tx: Tx, fromId: number, intoId: number): Promise<number[]> {
	const rows = await tx<{ insightId: number | null }[]>`
		update quotes set company_id = ${intoId} where company_id = ${fromId} returning insight_id`;
	return [...new Set(rows.flatMap((row) => row.insightId ?? []))];
}

/** Titles are alike from this share of common trigrams on (pg_trgm similarity); seen on the demo's insights. */
const alikeFrom = 0.35;

/**
 * Suggests merges among insights on the board whose titles are alike, the shared words as the reason. Only insights changed in
 * the last day are compared, each with its 5 nearest.
 */
export async function suggestMerges(sql: Sql): Promise<void> {
	await sql.begin(async (tx) => {
		await tx`select set_config('pg_trgm.similarity_threshold', ${String(alikeFrom)}, true)`;
		await tx`
			insert into insight_suggestions (insight_id, other_id, score, shared)
			select least(a.id, b.id), greatest(a.id, b.id), max(similarity(lower(a.title), lower(b.title))),
				min(shared.words)
			from insights a
			cross join lateral (
				select b.id, b.title from insights b
				where lower(b.title) % lower(a.title) and b.id <> a.id and b.merged_into is null and b.deleted_at is null
				order by similarity(lower(a.title), lower(b.title)) desc limit 5
			) b
			cross join lateral (
				select array(
					select w from unnest(regexp_split_to_array(lower(a.title), '[^[:alnum:]]+')) w
					where length(w) > 3 and w = any(regexp_split_to_array(lower(b.title), '[^[:alnum:]]+')) limit 6) as words
			) shared
			where a.merged_into is null and a.deleted_at is null and a.changed_at >= now() - interval '1 day'
			group by 1, 2
			on conflict (insight_id, other_id) do update set score = excluded.score, shared = excluded.shared`;
	});
}
