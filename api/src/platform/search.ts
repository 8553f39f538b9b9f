import type { FastifyBaseLogger } from 'fastify';
import type { Sql } from './db.ts';
import type { Env } from './env.ts';
import { Breaker } from './search/breaker.ts';
import type { SearchIndex, SearchQuestion } from './search/documents.ts';
import { Frequencies } from './search/frequencies.ts';
import { meilisearchIndex, type MeilisearchIndex } from './search/meilisearch.ts';
import { MeilisearchRefusal } from './search/meilisearch-reader.ts';
import { isSentence } from './search/bm25f.ts';
import { rankThreads } from './search/candidates.ts';
import { entryKinds, type EntryKind, type EntryQuestion } from './search/entries.ts';
import { rankDocuments } from './search/postgresql-entries.ts';
import { postgresqlIndex } from './search/postgresql.ts';

export { parseQuery } from './search/query.ts';
export { markText, rootsOf, snippetOf } from './search/marks.ts';
export type { MeilisearchIndex } from './search/meilisearch.ts';
export { entryKinds, type EntryKind, type SearchEntry } from './search/entries.ts';
export type { Handed, SearchDocument, SearchFilters, SearchIndex, SearchQuestion } from './search/documents.ts';

/** Thread ids, best first, and how they were found. */
export type Found = {
	ids: number[];
	/** Meilisearch is away: PostgreSQL answered. */
	limited: boolean;
	/** Too few threads had every word: these share some of them. */
	loose: boolean;
};

/** Ids of members, tags and outside documents, best first. */
export type FoundBeside = { members: number[]; tags: number[]; documents: number[]; limited: boolean };

/** How many of each are wanted. */
export type BesideQuestion = Pick<SearchQuestion, 'words' | 'language'> & {
	members: number;
	tags: number;
	documents: number;
};

/** Search as modules use it; what they show of the ids has to pass the readers' rights in SQL once more. */
export type SearchPort = {
	/** Threads for words as typed; for a sentence, or with fewer than 5 that have every word, those that share the most telling ones. */
	find(question: SearchQuestion): Promise<Found>;
	/** Threads most like a sentence, best first. */
	similar(question: SearchQuestion): Promise<Found>;
	/** What else has these words, all of it public: members and tags by name, outside documents. */
	beside(question: BesideQuestion): Promise<FoundBeside>;
	/** Outside documents most like a sentence, best first. */
	similarDocuments(question: Pick<EntryQuestion, 'words' | 'language' | 'limit'>): Promise<Omit<Found, 'loose'>>;
	/** For the feeder and for rebuilding; Meilisearch is null where none is set up. */
	postgresql: SearchIndex;
	meilisearch: MeilisearchIndex | null;
	/** Meilisearch has failed so often that PostgreSQL answers in this process, or there is none. */
	isLimited(): boolean;
	/** Has word frequencies read anew: after bulk writes. */
	forgetFrequencies(): void;
};

export type SearchOptions = {
	sql: Sql;
	env: Pick<Env, 'MEILI_URL' | 'MEILI_KEY' | 'MEILI_PREFIX' | 'MEILI_TIMEOUT_MS'>;
	log: Pick<FastifyBaseLogger, 'info' | 'warn'>;
};

/** With fewer strict hits than this, words are taken as a sentence. */
const fewHits = 5;
const looseAtMost = 50;
/** Loose hits that score less than this share of the best one are noise (of the right ones on StackFAQ, none does). */
const floorShare = 0.3;
/** How much more a thread of the asker's own space counts among similar ones. */
const nearer = 1.2;
/** Longer texts are no names. */
const longestName = 60;
/** Titles about something else altogether stay below this score two times of three, right ones above it. */
const similarFloor = 0.15;

type Answer = { ids: number[]; limited: boolean };
const nothing: Answer = { ids: [], limited: false };

/** Opens search for a process: Meilisearch with a circuit breaker before it, PostgreSQL behind. Connects at the first question. */
export function createSearch({ sql, env, log }: SearchOptions): SearchPort {
	const frequencies = new Frequencies(sql);
	const postgresql = postgresqlIndex(sql, frequencies);
	const meilisearch = env.MEILI_URL
		? meilisearchIndex(
				{ url: env.MEILI_URL, key: env.MEILI_KEY, prefix: env.MEILI_PREFIX, readTimeout: env.MEILI_TIMEOUT_MS },
				frequencies,
			)
		: null;
	const breaker = new Breaker({
		failures: 3,
		retryAfter: 2000,
		isFailure: (error) => !isRefusedQuestion(error),
		changed: (away, cause) =>
			away
				? log.warn({ err: cause }, 'Meilisearch is away, PostgreSQL answers searches')
				: log.info('Meilisearch is back'),
	});

	async function ask<Answered>(
		question: (index: SearchIndex) => Promise<Answered>,
		away = false,
	): Promise<{ ids: Answered; limited: boolean }> {
		if (meilisearch && !away) {
			try {
				return { ids: await breaker.run(() => question(meilisearch)), limited: false };
			} catch (error) {
				if (isRefusedQuestion(error)) log.warn({ err: error }, 'Meilisearch refused a question');
			}
		}
		return { ids: await question(postgresql), limited: true };
	}

	async function rankCandidates(question: SearchQuestion, { ids: strictIds, limited: away }: Answer, least = 0) {
		// Who has just waited for Meilisearch in vain does not wait again.
		const { ids, limited } = await ask((index) => index.candidates(question), away);
		const ranked = await rankThreads(sql, frequencies, [...new Set([...strictIds, ...ids])], question);
		const floor = Math.max(least, (ranked[0]?.score ?? 0) * floorShare);
		const good = ranked.filter(({ score }) => score >= floor).slice(0, looseAtMost);
		if (question.order === 'newest') good.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
		else if (question.nearSpaceId !== undefined)
			good.sort((one, other) => other.score * nearness(other) - one.score * nearness(one));
		return { ids: good.map(({ id }) => id).slice(0, question.limit), limited, loose: true };

		function nearness({ spaceId }: { spaceId?: number | undefined }): number {
			return spaceId === question.nearSpaceId ? nearer : 1;
		}
	}

	async function rankedDocuments(question: Omit<EntryQuestion, 'kind'>, strictIds: number[], away = false) {
		const asked = { ...question, kind: 'document' as const };
		const { ids, limited } = await ask((index) => index.entries.candidates(asked), away);
		const ranked = await rankDocuments(sql, frequencies, [...new Set([...strictIds, ...ids])], question);
		const floor = Math.max(similarFloor, (ranked[0]?.score ?? 0) * floorShare);
		const good = ranked.filter(({ score }) => score >= floor).slice(0, question.limit);
		return { ids: good.map(({ id }) => id), limited };
	}

	async function beside({ words, language, ...wanted }: BesideQuestion): Promise<FoundBeside> {
		const sentence = isSentence(words, language);
		const limits = { member: wanted.members, tag: wanted.tags, document: wanted.documents };
		// A sentence is nobody's name; it finds documents as it finds threads.
		const kinds = entryKinds.filter(
			(kind) => limits[kind] > 0 && !sentence && (kind === 'document' || words.length <= longestName),
		);
		const questions = kinds.map((kind) => ({ kind, words, language, limit: limits[kind] }));
		const { ids, limited } =
			questions.length > 0 ? await ask((index) => index.entries.find(questions)) : { ids: [], limited: false };
		const of = (kind: EntryKind) => ids[kinds.indexOf(kind)] ?? [];
		const found = { members: of('member'), tags: of('tag'), documents: of('document'), limited };
		if (wanted.documents === 0 || found.documents.length > 0) return found;
		const loose = await rankedDocuments({ words, language, limit: wanted.documents }, [], limited);
		return { ...found, documents: loose.ids, limited: limited || loose.limited };
	}

	return {
		postgresql,
		meilisearch,
		isLimited: () => meilisearch === null || breaker.away,
		forgetFrequencies: () => frequencies.forget(),
		find: async (question) => {
			if (isSentence(question.words, question.language)) return await rankCandidates(question, nothing);
			const strict = await ask((index) => index.find(question));
			const enough = Math.min(fewHits, question.limit);
			if (question.words === '' || strict.ids.length >= enough) return { ...strict, loose: false };
			const ranked = await rankCandidates(question, strict);
			const ids = [...new Set([...ranked.ids, ...strict.ids])].slice(0, question.limit);
			return { ids, limited: ranked.limited, loose: ids.length > strict.ids.length };
		},
		similar: async (question) => await rankCandidates(question, nothing, similarFloor),
		beside,
		similarDocuments: async (question) => await rankedDocuments(question, []),
	};
}

/** The question was not understood: its own fault, and no sign that Meilisearch is away. */
function isRefusedQuestion(error: unknown): boolean {
	return error instanceof MeilisearchRefusal && error.type === 'invalid_request' && error.code !== 'index_not_found';
}
