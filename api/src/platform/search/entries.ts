import type { Db } from '../db.ts';
import type { Handed } from './documents.ts';

/** What is found beside threads; all of it public. */
export const entryKinds = ['member', 'tag', 'document'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A member, tag or outside document as the indexes hold it. */
export type SearchEntry = {
	id: number;
	/** Changes with what is held: the indexes are compared by it. */
	version: number;
	title: string;
	/** A member's handle, a document's text. */
	text: string;
	/** Of a document; decides how words are stemmed. */
	language: string;
	/** Of two that match alike the heavier one comes first. */
	weight: number;
};

export type EntryQuestion = {
	kind: EntryKind;
	words: string;
	/** The reader's language. */
	language: string;
	limit: number;
};

/** What both Meilisearch and PostgreSQL can do with entries; every list is of ids. */
export type EntryIndex = {
	/** Per question the entries with every word, best first: the last word may be unfinished, a typo is forgiven. */
	find(questions: EntryQuestion[]): Promise<number[][]>;
	/** Entries that share some telling words, not yet ranked: at most some 150. */
	candidates(question: EntryQuestion): Promise<number[]>;
	/** As `SearchIndex.put`. */
	put(kind: EntryKind, entries: SearchEntry[], gone: number[], within?: Db): Promise<Handed>;
	versionsOf(kind: EntryKind, ids: number[]): Promise<Map<number, number>>;
	idsBetween(kind: EntryKind, from: number, below: number): Promise<number[]>;
};
