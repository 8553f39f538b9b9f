import type { Db, Sql } from '../db.ts';
import { rank, termsOf, type Candidate, type Counts, type Ranked, type Term } from './bm25f.ts';
import { allowed } from './conditions.ts';
import type { SearchQuestion } from './documents.ts';
import type { Frequencies } from './frequencies.ts';
import { looseQuery, tellingWords, type TellingWord } from './loose-query.ts';
import { allOf, constraintQuery, lexeme } from './tsquery.ts';

/** Threads whose word counts are read and ranked for one question. */
const rankedAtMost = 120;
/** Of more matching rows than this, the rest is not looked at. */
const lookedAtMost = 5_000;
/** Share of trigrams that a mistyped word and a title must have in common (pg_trgm's word similarity); two swapped letters leave 0.375. */
const typoSimilarity = 0.35;

/** Threads that share telling words with a question, or in the title what looks like them; not ranked. */
export async function findCandidates(sql: Sql, frequencies: Frequencies, question: SearchQuestion): Promise<number[]> {
	const terms = termsOf(question.words, question.language);
	const corpus = await frequencies.corpusFor(stemsOfAll(terms));
	const words = tellingWords(terms, corpus);
	const query = looseQuery(words, corpus.documents);
	const misspelt = words.filter(({ word, frequency }) => frequency === 0 && word.length >= 4);
	const [byWords, byLetters] = await Promise.all([
		query ? shareWords(sql, question, query, words) : [],
		misspelt.length > 0 ? looksLike(sql, question, misspelt) : [],
	]);
	return [...new Set([...byLetters, ...byWords])];
}

async function shareWords(sql: Sql, question: SearchQuestion, query: string, words: TellingWord[]): Promise<number[]> {
	const { scope, filters, phrases, without, language } = question;
	const wanted = allOf([query, constraintQuery(phrases, without, language)]);
	const rows = await sql<{ id: number }[]>`
		select id from (
			-- strip(): unpacked once a row, not once a word.
			select d.id, strip(d.words) as words, d.title_words from search_documents d
			where ${allowed(sql, scope, filters)} and d.words @@ ${wanted}::tsquery
			limit ${lookedAtMost} offset 0
		) d
		order by ${pointsOf(sql, words)} desc, id desc
		limit ${rankedAtMost}`;
	return rows.map(({ id }) => id);
}

/** A rough score of `d`: the sum of how telling its words are, once more for those in the title. */
function pointsOf(sql: Db, words: TellingWord[]) {
	const points = words.flatMap(({ stems, weight }) =>
		stems.map((stem) => {
			const one = lexeme(stem);
			return sql` + ${weight}::real * ((d.words @@ ${one}::tsquery)::int + (d.title_words @@ ${one}::tsquery)::int)`;
		}),
	);
	return points.reduce((all, point) => sql`${all} ${point}`, sql`0::real`);
}

async function looksLike(sql: Sql, { scope, filters }: SearchQuestion, misspelt: TellingWord[]): Promise<number[]> {
	const words = misspelt.map(({ word }) => word);
	const rows = await sql.begin(async (tx) => {
		await tx`select set_config('pg_trgm.word_similarity_threshold', ${String(typoSimilarity)}, true)`;
		return await tx<{ id: number }[]>`
			select d.id from search_documents d
			where ${allowed(tx, scope, filters)} and lower(d.title) %> any(${words}::text[])
			order by (select max(word_similarity(word, lower(d.title))) from unnest(${words}::text[]) word) desc, d.id desc
			limit 50`;
	});
	return rows.map(({ id }) => id);
}

/** Ranks threads that either index found, leaving out what the question or the reader's rights forbid. */
export async function rankThreads(
	sql: Sql,
	frequencies: Frequencies,
	ids: number[],
	question: SearchQuestion,
): Promise<Ranked[]> {
	if (ids.length === 0) return [];
	const terms = termsOf([question.words, ...question.phrases].join(' '), question.language);
	const corpus = await frequencies.corpusFor(stemsOfAll(terms));
	const candidates = await readCandidates(sql, ids, terms, tellingWords(terms, corpus), question);
	const stems = [...stemsOfAll(terms), ...candidates.flatMap((candidate) => [...candidate.counts.keys()])];
	return rank(candidates, terms, await frequencies.corpusFor([...new Set(stems)]));
}

async function readCandidates(
	sql: Sql,
	ids: number[],
	terms: Term[],
	words: TellingWord[],
	{ phrases, without, language, scope, filters }: SearchQuestion,
): Promise<Candidate[]> {
	const beginnings = terms.flatMap((term) => term.beginnings);
	const constraint = constraintQuery(phrases, without, language);
	const best =
		ids.length > rankedAtMost ? sql`order by ${pointsOf(sql, words)} desc, d.id desc limit ${rankedAtMost}` : sql``;
	const rows = await sql<(Omit<Candidate, 'counts'> & { counts: Record<string, string> })[]>`
		select d.id, d.title, d.created_at, d.space_id, d.title_length, d.opening_length, d.answers_length,
			coalesce((select jsonb_object_agg(w.lexeme, array_to_string(w.weights, '')) from unnest(d.words) w
				where w.lexeme = any(${stemsOfAll(terms)}::text[]) or w.lexeme ^@ any(${beginnings}::text[])), '{}') as counts
		from search_documents d
		where d.id = any(${ids}::bigint[]) and ${allowed(sql, scope, filters)}
			${constraint ? sql`and d.words @@ ${constraint}::tsquery` : sql``}
		${best}`;
	return rows.map(({ counts, ...row }) => ({
		...row,
		counts: new Map(Object.entries(counts).map(([stem, weights]) => [stem, countsOf(weights)])),
	}));
}

const stemsOfAll = (terms: Term[]) => [...new Set(terms.flatMap((term) => term.stems))];

function countsOf(weights: string): Counts {
	const counts = { title: 0, tags: 0, opening: 0, answers: 0 };
	for (const weight of weights) {
		if (weight === 'A') counts.title++;
		else if (weight === 'B') counts.tags++;
		else if (weight === 'C') counts.opening++;
		else counts.answers++;
	}
	return counts;
}
