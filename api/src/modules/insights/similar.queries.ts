import { one, type Db } from '../../platform/db.ts';

/** A word of a question as a query of PostgreSQL's, and how telling it is from 0 to 1. */
export type AskedWord = { query: string; weight: number };

/** Of a word so many quotes are looked at: what more of them have tells nothing. */
const quotesLookedAt = 1000;

/** Insights found, and how many insights have each of the words. */
export type Found = { ids: number[]; frequencies: number[]; insights: number };

/**
 * Insights that share words with a text, in the title or in quotes, or whose titles look like it: the best by the rarity of what they
 * share (the inverse frequency of BM25), titles counting three times.
 */
export async function findAlike(sql: Db, text: string, words: AskedWord[], limit: number): Promise<Found> {
	const rows = await sql<{ ids: number[]; frequencies: number[]; insights: number }[]>`
		with asked as (
			select word.query::tsquery as query, word.weight, word.place
			from unnest(${words.map((word) => word.query)}::text[], ${words.map((word) => word.weight)}::real[])
				with ordinality as word (query, weight, place)
		),
		total as (select greatest(count(*), 1) as insights from insights where merged_into is null and deleted_at is null),
		hits as (
			select a.place, i.id, 3 as worth from asked a
			join insights i on to_tsvector('simple', i.title) @@ a.query and i.merged_into is null and i.deleted_at is null
			union all
			select a.place, h.insight_id, 1 from asked a
			cross join lateral (
				select distinct f.insight_id from (
					select q.insight_id from quotes q
					where q.state = 'accepted' and to_tsvector('simple', q.words) @@ a.query limit ${quotesLookedAt}
				) f
			) h
		),
		rarity as (
			select h.place, count(distinct h.id)::int as frequency,
				ln(1 + (t.insights - least(count(distinct h.id), t.insights) + 0.5) / (least(count(distinct h.id), t.insights) + 0.5)) as idf
			from hits h cross join total t group by h.place, t.insights
		),
		scored as (
			select h.id, sum(h.worth * r.idf * a.weight) as points
			from hits h join rarity r on r.place = h.place join asked a on a.place = h.place
			join insights i on i.id = h.id and i.merged_into is null and i.deleted_at is null
			group by h.id order by points desc, h.id desc limit ${limit}
		),
		lookalikes as (
			select id from insights
			where lower(title) % lower(${text}) and merged_into is null and deleted_at is null
			order by similarity(lower(title), lower(${text})) desc, id desc limit 10
		)
		select array(select id from scored union select id from lookalikes) as ids,
			array(select coalesce(r.frequency, 0) from asked a left join rarity r on r.place = a.place order by a.place) as frequencies,
			(select insights from total) as insights`;
	return one(rows);
}

/** The words of insights: title, description, and the quotes that share a word with the question, so many each. */
export async function listTexts(sql: Db, ids: number[], words: AskedWord[], quotesEach: number) {
	const any = words.map((word) => `(${word.query})`).join(' | ');
	return await sql<{ id: number; title: string; description: string; createdAt: string; said: string }[]>`
		select i.id, i.title, i.description, i.created_at, coalesce((
			select string_agg(s.words, ' ') from (
				select left(q.words, 1000) as words from quotes q
				where q.insight_id = i.id and q.state = 'accepted' and to_tsvector('simple', q.words) @@ ${any}::tsquery
				order by q.importance desc, q.id desc limit ${quotesEach}
			) s
		), '') as said
		from insights i where i.id = any(${ids}::bigint[])`;
}
