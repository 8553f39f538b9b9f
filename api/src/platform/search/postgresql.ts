import type { Sql } from '../db.ts';
import { termsOf } from './bm25f.ts';
import { findCandidates, rankThreads } from './candidates.ts';
import { allowed } from './conditions.ts';
import type { SearchIndex, SearchQuestion } from './documents.ts';
import type { Frequencies } from './frequencies.ts';
import { postgresqlEntries } from './postgresql-entries.ts';
import { storeDocuments } from './storage.ts';
import { allOf, constraintQuery, wordQuery } from './tsquery.ts';

/** Of a search's threads so many are put in order by BM25F; further ones follow, newest first. */
const rankedAtMost = 120;
/** More matching rows than this are not looked at. */
const lookedAtMost = 5_000;

/** Search by PostgreSQL alone: it answers while Meilisearch is away, and knows what ranking needs of every thread. */
export function postgresqlIndex(sql: Sql, frequencies: Frequencies): SearchIndex {
	return {
		find: (question) => find(sql, frequencies, question),
		candidates: (question) => findCandidates(sql, frequencies, question),
		put: async (documents, gone, within = sql) => {
			await storeDocuments(within, documents, gone);
			return { settled: async () => {} };
		},
		versionsOf: async (ids) => {
			const rows = await sql<{ id: number; version: number }[]>`
				select id, version from search_documents where id = any(${ids}::bigint[])`;
			return new Map(rows.map(({ id, version }) => [id, version]));
		},
		idsBetween: async (from, below) => {
			const rows = await sql<{ id: number }[]>`
				select id from search_documents where id >= ${from} and id < ${below} limit 1000`;
			return rows.map(({ id }) => id);
		},
		entries: postgresqlEntries(sql),
	};
}

async function find(sql: Sql, frequencies: Frequencies, question: SearchQuestion): Promise<number[]> {
	const terms = termsOf(question.words, question.language);
	const telling = terms.some((term) => term.weight === 1) ? terms.filter((term) => term.weight === 1) : terms;
	const words = allOf(telling.map(wordQuery));
	const query = allOf([words, constraintQuery(question.phrases, question.without, question.language)]);
	const found = await matching(sql, question, query, words);
	if (question.order === 'newest' || terms.length === 0 || found.length < 2) return found;
	const ranked = await rankThreads(sql, frequencies, found.slice(0, rankedAtMost), question);
	const first = ranked.map(({ id }) => id);
	const placed = new Set(first);
	return [...first, ...found.filter((id) => !placed.has(id))];
}

/** Ids that match: those whose titles do come first, then newest first. */
async function matching(sql: Sql, { scope, filters, order, limit }: SearchQuestion, query: string, words: string) {
	const matches = query ? sql`and d.words @@ ${query}::tsquery` : sql``;
	const inTitle = words && order === 'best' ? sql`found.title_words @@ ${words}::tsquery desc,` : sql``;
	const rows = await sql<{ id: number }[]>`
		select id from (
			select d.id, d.title_words, d.created_at from search_documents d
			where ${allowed(sql, scope, filters)} ${matches}
			${query ? sql`` : sql`order by d.created_at desc, d.id desc`}
			limit ${query ? lookedAtMost : limit}
		) found
		order by ${inTitle} found.created_at desc, found.id desc
		limit ${limit}`;
	return rows.map(({ id }) => id);
}
