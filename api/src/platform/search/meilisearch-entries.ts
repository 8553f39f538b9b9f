import type { Index, Meilisearch } from 'meilisearch';
import { termsOf } from './bm25f.ts';
import type { EntryIndex, EntryKind, EntryQuestion, SearchEntry } from './entries.ts';
import { strictWords } from './meilisearch-query.ts';
import type { Reader } from './meilisearch-reader.ts';

/** Words of a sentence that are asked one by one, and hits of each. */
const singles = 6;
const hitsEach = 25;
const longestPart = 8_000_000;

export const entrySettings = {
	searchableAttributes: ['title', 'text'],
	filterableAttributes: ['id'],
	rankingRules: ['words', 'typo', 'proximity', 'attribute', 'exactness', 'weight:desc'],
	// Names are short: a typo is forgiven from the fourth letter on.
	typoTolerance: { minWordSizeForTypos: { oneTypo: 4, twoTypos: 8 } },
	facetSearch: false,
	pagination: { maxTotalHits: 1000 },
};

type Clients = {
	read: Reader;
	writer: Meilisearch;
	uidOf: (kind: EntryKind) => string;
};

/** What is asked of Meilisearch about members, tags and documents: each kind has an index of its own. */
export function readEntries({ read, writer, uidOf }: Clients): Omit<EntryIndex, 'put'> {
	return {
		find: async (questions) => {
			if (questions.length === 0) return [];
			return await read(
				questions.map(({ kind, words, limit }) => ({
					indexUid: uidOf(kind),
					q: plainWords(words),
					matchingStrategy: 'all',
					limit,
				})),
			);
		},
		candidates: async (question) => {
			const words = tellingWordsOf(question);
			if (words.length === 0) return [];
			const ids = await read(
				[words.join(' '), ...words].map((q) => ({
					indexUid: uidOf(question.kind),
					q,
					matchingStrategy: 'frequency',
					limit: hitsEach,
				})),
			);
			return [...new Set(ids.flat())];
		},
		versionsOf: async (kind, ids) => {
			const { results } = await writer
				.index<{ id: number; version: number }>(uidOf(kind))
				.getDocuments({ ids, fields: ['id', 'version'], limit: ids.length });
			return new Map(results.map(({ id, version }) => [id, version]));
		},
		idsBetween: async (kind, from, below) => {
			const { results } = await writer
				.index<{ id: number }>(uidOf(kind))
				.getDocuments({ filter: `id >= ${from} AND id < ${below}`, fields: ['id'], limit: 1000 });
			return results.map(({ id }) => id);
		},
	};
}

/** Nothing in a name is an operator. */
const plainWords = (words: string) => strictWords({ words, phrases: [], without: [] });

function tellingWordsOf({ words, language }: EntryQuestion): string[] {
	const terms = termsOf(words, language);
	const telling = terms.filter(({ weight }) => weight === 1);
	return (telling.length > 0 ? telling : terms)
		.map(({ word }) => word)
		.toSorted((one, other) => other.length - one.length)
		.slice(0, singles);
}

/** Hands entries over in requests of bearable size; returns the tasks. */
export async function handOverEntries(index: Index, entries: SearchEntry[], gone: number[]): Promise<number[]> {
	const tasks: number[] = [];
	for (const part of inParts(entries)) tasks.push((await index.addDocuments(part)).taskUid);
	if (gone.length > 0) tasks.push((await index.deleteDocuments(gone)).taskUid);
	return tasks;
}

function inParts(entries: SearchEntry[]): SearchEntry[][] {
	const parts: SearchEntry[][] = [];
	let room = 0;
	for (const entry of entries) {
		const size = entry.title.length + entry.text.length;
		if (room < size || parts.length === 0) {
			parts.push([]);
			room = longestPart;
		}
		parts.at(-1)?.push(entry);
		room -= size;
	}
	return parts;
}
