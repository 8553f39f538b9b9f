import type { Db, Sql } from '../db.ts';
import { rank, termsOf, type Ranked, type Term } from './bm25f.ts';
import { withinEdits } from './edits.ts';
import type { EntryIndex, EntryKind, EntryQuestion, SearchEntry } from './entries.ts';
import type { Frequencies } from './frequencies.ts';
import { tsvectorOf } from './storage.ts';
import { allOf, anyOf, wordQuery } from './tsquery.ts';
import { languageOfThread, wordsIn } from './words.ts';

/** More matching rows than this are not looked at. */
const lookedAtMost = 5_000;
const candidatesAtMost = 120;
const likeAtMost = 60;
/** As for titles of threads: two swapped letters leave 0.375 of a word's trigrams. */
const typoSimilarity = 0.35;

/** Members, tags and documents by PostgreSQL alone. */
export function postgresqlEntries(sql: Sql): EntryIndex {
	return {
		find: (questions) => Promise.all(questions.map((question) => find(sql, question))),
		candidates: (question) => findCandidates(sql, question),
		put: async (kind, entries, gone, within = sql) => {
			await storeEntries(within, kind, entries, gone);
			return { settled: async () => {} };
		},
		versionsOf: async (kind, ids) => {
			const rows = await sql<{ id: number; version: number }[]>`
				select id, version from search_entries where kind = ${kind} and id = any(${ids}::bigint[])`;
			return new Map(rows.map(({ id, version }) => [id, version]));
		},
		idsBetween: async (kind, from, below) => {
			const rows = await sql<{ id: number }[]>`
				select id from search_entries where kind = ${kind} and id >= ${from} and id < ${below} limit 1000`;
			return rows.map(({ id }) => id);
		},
	};
}

/** Names are compared letter by letter, documents by their stems. */
function termsFor({ kind, words, language }: EntryQuestion): Term[] {
	const terms = termsOf(words, language);
	if (kind === 'document')
		return terms.some(({ weight }) => weight === 1) ? terms.filter(({ weight }) => weight === 1) : terms;
	const unfinished = wordsIn(words).at(-1)?.folded;
	return terms.map((term) => ({
		...term,
		stems: [term.word],
		beginnings: term.word === unfinished ? [term.word] : [],
	}));
}

async function find(sql: Sql, question: EntryQuestion): Promise<number[]> {
	const terms = termsFor(question);
	const query = allOf(terms.map(wordQuery));
	if (!query) return [];
	const { kind, limit } = question;
	const rows = await sql<{ id: number }[]>`
		select id from (
			select id, words, weight from search_entries where kind = ${kind} and words @@ ${query}::tsquery limit ${lookedAtMost}
		) found
		order by ts_rank('{0.2, 0.2, 0.2, 1}', words, ${query}::tsquery) desc, weight desc, id
		limit ${limit}`;
	const found = rows.map(({ id }) => id);
	if (found.length >= limit) return found;
	const alike = await looksLike(sql, question, terms);
	return [...new Set([...found, ...alike])].slice(0, limit);
}

/** Entries each word of the question occurs in, but for a letter or two. */
async function looksLike(sql: Sql, { kind }: EntryQuestion, terms: Term[]): Promise<number[]> {
	const words = terms.map(({ word }) => word);
	if (words.length > 6 || !words.some((word) => word.length >= 4)) return [];
	const longest = words.toSorted((one, other) => other.length - one.length)[0] ?? '';
	const rows = await sql.begin(async (tx) => {
		await tx`select set_config('pg_trgm.word_similarity_threshold', ${String(typoSimilarity)}, true)`;
		return await tx<{ id: number; letters: string }[]>`
			select id, letters from search_entries where kind = ${kind} and letters %> ${longest}
			order by word_similarity(${longest}, letters) desc, weight desc, id limit ${likeAtMost}`;
	});
	return rows.filter(({ letters }) => hasAll(letters, words)).map(({ id }) => id);
}

function hasAll(letters: string, words: string[]): boolean {
	const own = wordsIn(letters).map(({ folded }) => folded);
	return words.every((word) => {
		const most = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
		return own.some((one) => one.startsWith(word) || withinEdits(word, one, most));
	});
}

async function findCandidates(sql: Sql, question: EntryQuestion): Promise<number[]> {
	const terms = termsFor(question);
	const query = anyOf(terms.map(wordQuery));
	if (!query) return [];
	const rows = await sql<{ id: number }[]>`
		select id from (
			select id, words from search_entries where kind = ${question.kind} and words @@ ${query}::tsquery limit ${lookedAtMost}
		) found
		order by ts_rank('{0.2, 0.2, 0.2, 1}', words, ${query}::tsquery) desc, id limit ${candidatesAtMost}`;
	return rows.map(({ id }) => id);
}

/** Ranks documents that either index found, as threads are ranked: the text counts as answers do. */
export async function rankDocuments(
	sql: Sql,
	frequencies: Frequencies,
	ids: number[],
	{ words, language }: Pick<EntryQuestion, 'words' | 'language'>,
): Promise<Ranked[]> {
	if (ids.length === 0) return [];
	const terms = termsOf(words, language);
	const stems = [...new Set(terms.flatMap((term) => term.stems))];
	const beginnings = terms.flatMap((term) => term.beginnings);
	const rows = await sql<
		{ id: number; title: string; titleLength: number; textLength: number; counts: Record<string, string> }[]
	>`
		select id, title, title_length, text_length,
			coalesce((select jsonb_object_agg(w.lexeme, array_to_string(w.weights, '')) from unnest(words) w
				where w.lexeme = any(${stems}::text[]) or w.lexeme ^@ any(${beginnings}::text[])), '{}') as counts
		from search_entries where kind = 'document' and id = any(${ids}::bigint[])`;
	const candidates = rows.map(({ id, title, titleLength, textLength, counts }) => ({
		id,
		title,
		createdAt: '',
		titleLength,
		openingLength: 0,
		answersLength: textLength,
		counts: new Map(
			Object.entries(counts).map(([stem, weights]) => {
				const inTitle = [...weights].filter((weight) => weight === 'A').length;
				return [stem, { title: inTitle, tags: 0, opening: 0, answers: weights.length - inTitle }];
			}),
		),
	}));
	const known = [...new Set([...stems, ...candidates.flatMap(({ counts }) => [...counts.keys()])])];
	return rank(candidates, terms, await frequencies.corpusFor(known));
}

async function storeEntries(sql: Db, kind: EntryKind, entries: SearchEntry[], gone: number[]): Promise<void> {
	if (gone.length > 0) await sql`delete from search_entries where kind = ${kind} and id = any(${gone}::bigint[])`;
	if (entries.length === 0) return;
	const rows = [...entries].sort((one, other) => one.id - other.id).map((entry) => rowOf(kind, entry));
	await sql`
		insert into search_entries (kind, id, version, title, letters, title_length, text_length, weight, words)
		select ${kind}, id, version, title, letters, "titleLength", "textLength", weight, words::tsvector
		from jsonb_to_recordset(${sql.json(rows)}) as r (
			id bigint, version integer, title text, letters text, "titleLength" integer, "textLength" integer, weight integer, words text)
		on conflict (kind, id) do update set
			version = excluded.version, title = excluded.title, letters = excluded.letters, title_length = excluded.title_length,
			text_length = excluded.text_length, weight = excluded.weight, words = excluded.words`;
}

function rowOf(kind: EntryKind, { id, version, title, text, language: declared, weight }: SearchEntry) {
	const [titleWords, textWords] = [wordsIn(title), wordsIn(text)];
	// No language: a name stays as it is.
	const language = kind === 'document' ? languageOfThread([...titleWords, ...textWords], declared) : '';
	return {
		id,
		version,
		title,
		letters: (kind === 'document' ? title : `${title} ${text}`).toLowerCase(),
		titleLength: titleWords.length,
		textLength: textWords.length,
		weight,
		words: tsvectorOf(language, [
			[titleWords, 'A'],
			[textWords, 'D'],
		]),
	};
}
