import { one, type Db, type Sql } from '../../platform/db.ts';
import type { Visibility } from '../spaces/index.ts';
import { listRows, type PlacedRow } from './insights.queries.ts';
import { isThreadVisible } from './quotable.queries.ts';

/** Of a word so many quotes are looked at: one that more of them have tells little. */
const quotesLookedAt = 400;
/** Share of trigrams that a mistyped word and a title must have in common (pg_trgm's word similarity). */
const typoSimilarity = 0.35;

/** A word, and whether more of it may be still to come. */
export type AskedWord = { word: string; unfinished: boolean };
/** Insights found, and how many insights have each of the words. */
export type Found = { ids: number[]; frequencies: number[]; insights: number };

/**
 * Insights that share words with a text, in the title or in quotes: the best by the rarity of what they share (the inverse frequency of
 * BM25), titles counting three times.
 */
export async function findAlike(sql: Db, words: AskedWord[], limit: number): Promise<Found> {
	const rows = await sql<Found[]>`
		with asked as materialized (
			${asked(sql, words)}
		),
		total as (select greatest(count(*), 1)::int as insights from insights where merged_into is null and deleted_at is null),
		hits as materialized (
			select a.place, i.id, 3 as worth from asked a
			cross join lateral (
				select id from insights where title_words @@ a.query and merged_into is null and deleted_at is null
			) i
			union all
			select a.place, h.insight_id, 1 from asked a
			cross join lateral (
				select distinct f.insight_id from (
					select insight_id from quotes where state = 'accepted' and words_found @@ a.query limit ${quotesLookedAt}
				) f
			) h
		),
		rarity as (
			select place, frequency, ln(1 + (t.insights - frequency + 0.5) / (frequency + 0.5)) as idf
			from (
				select place, least(count(distinct id), (select insights from total))::int as frequency from hits group by place
			) f cross join total t
		),
		scored as (
			select h.id, sum(h.worth * r.idf) as points
			from hits h join rarity r on r.place = h.place
			join insights i on i.id = h.id and i.merged_into is null and i.deleted_at is null
			group by h.id order by points desc, h.id desc limit ${limit}
		)
		select array(select id from scored) as ids,
			array(select coalesce(r.frequency, 0) from asked a left join rarity r on r.place = a.place order by a.place) as frequencies,
			(select insights from total) as insights`;
	return one(rows);
}

/** Words as queries in the stems of both languages (`query, place`). */
const asked = (sql: Db, words: AskedWord[]) => sql`
	select plainto_tsquery('english', word) || plainto_tsquery('indonesian', word)
		|| case when unfinished = 1 then to_tsquery('simple', quote_literal(word) || ':*') else ''::tsquery end as query, place
	from unnest(${words.map(({ word }) => word)}::text[], ${words.map(({ unfinished }) => Number(unfinished))}::int[])
		with ordinality as w (word, unfinished, place)`;

/** Insights whose titles have what looks like one of these words. */
export async function findMistyped(sql: Sql, words: string[], limit: number): Promise<number[]> {
	const rows = await sql.begin(async (tx) => {
		await tx`select set_config('pg_trgm.word_similarity_threshold', ${String(typoSimilarity)}, true)`;
		return await tx<{ id: number }[]>`
			select id from insights
			where lower(title) %> any(${words}::text[]) and merged_into is null and deleted_at is null
			order by (select max(word_similarity(word, lower(title))) from unnest(${words}::text[]) word) desc, id desc
			limit ${limit}`;
	});
	return rows.map(({ id }) => id);
}

/** The words of insights: title, description, and the quotes that share a word with the question, so many each. */
export async function listTexts(sql: Db, ids: number[], words: AskedWord[], quotesEach: number) {
	return await sql<{ id: number; title: string; description: string; createdAt: string; said: string }[]>`
		with asked as materialized (
			select string_agg('(' || query::text || ')', ' | ')::tsquery as query from (${asked(sql, words)}) a where numnode(query) > 0
		)
		select i.id, i.title, left(i.description, 400) as description, i.created_at, coalesce((
			select string_agg(s.words, ' ') from (
				select left(q.words, 400) as words from quotes q, asked
				where q.insight_id = i.id and q.state = 'accepted' and q.words_found @@ asked.query
				order by q.importance desc, q.id desc limit ${quotesEach}
			) s
		), '') as said
		from insights i where i.id = any(${ids}::bigint[])`;
}

/** Insights as lists show them, in no order. */
export async function listInsights(sql: Db, ids: number[]): Promise<PlacedRow[]> {
	return await listRows(sql, { where: sql`i.id = any(${ids}::bigint[])`, order: sql`i.id`, limit: ids.length });
}

/** Insights in which words of a thread that the reader may see were captured, the latest first. */
export async function listOfThread(
	sql: Sql,
	visibility: Visibility,
	threadId: number,
	limit: number,
): Promise<number[]> {
	if (!(await isThreadVisible(sql, visibility, threadId))) return [];
	const rows = await sql<{ id: number }[]>`
		select i.id from quotes q join insights i on i.id = q.insight_id
		where q.thread_id = ${threadId} and q.state = 'accepted' and i.merged_into is null and i.deleted_at is null
		group by i.id order by max(q.id) desc limit ${limit}`;
	return rows.map(({ id }) => id);
}
