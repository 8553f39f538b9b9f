import type { Db } from '../db.ts';
import type { EntryIndex } from './entries.ts';

/** A thread as the indexes hold it. Published answers only; text without markup. */
export type SearchDocument = {
	id: number;
	/** The thread's version when it was read. */
	version: number;
	spaceId: number;
	companyId: number | null;
	kind: string;
	title: string;
	opening: string;
	answers: string;
	tags: string[];
	/** As declared; decides how words are stemmed. */
	language: string;
	solved: boolean;
	answered: boolean;
	/** Somebody of the company's staff answered. */
	staffAnswer: boolean;
	authorId: number | null;
	answererIds: number[];
	/** ISO 8601. */
	createdAt: string;
	activeAt: string;
	score: number;
};

/** What the reader may see at all; the shape of the spaces module's Visibility. */
export type SearchScope = {
	openSpaceIds: number[];
	/** Company-only spaces, of which only `companyId`'s threads are readable. */
	ownCompanySpaceIds: number[];
	companyId: number | null;
};

/** Facets and operators; all of them hold together, values of `kinds` are alternatives. */
export type SearchFilters = {
	spaceId?: number;
	kinds?: string[];
	tags?: string[];
	authorId?: number;
	/** Started or answered by each of these members. */
	writtenByIds?: number[];
	solved?: boolean;
	answered?: boolean;
	staffAnswer?: boolean;
	/** ISO 8601. */
	createdSince?: string;
	exceptId?: number;
};

/** One search as an index takes it. */
export type SearchQuestion = {
	words: string;
	phrases: string[];
	without: string[];
	/** The reader's language: words are stemmed by it, English and Indonesian. */
	language: string;
	scope: SearchScope;
	filters: SearchFilters;
	order: 'best' | 'newest';
	/** Of threads alike those of this space come first. */
	nearSpaceId?: number | undefined;
	limit: number;
};

export type Handed = { settled(): Promise<void> };

/** What both Meilisearch and PostgreSQL can do; every list is of thread ids, best first. */
export type SearchIndex = {
	/** Threads with every word (the last may be unfinished), every phrase and nothing of `without`. */
	find(question: SearchQuestion): Promise<number[]>;
	/** Threads that share some telling words, not yet ranked: at most some 300. */
	candidates(question: SearchQuestion): Promise<number[]>;
	/**
	 * Hands over documents, and the ids of those that have to go. What is handed over later wins. `settled` waits until it can
	 * be found, and throws when the index refused it. `within` is the open transaction of whoever has one, for an index that is in
	 * the same database.
	 */
	put(documents: SearchDocument[], gone: number[], within?: Db): Promise<Handed>;
	/** The versions held of these threads; those not held are missing from the map. */
	versionsOf(ids: number[]): Promise<Map<number, number>>;
	/** Ids held from `from` (inclusive) up to `below`, at most 1,000 in no order; to find what should be gone. */
	idsBetween(from: number, below: number): Promise<number[]>;
	/** Members, tags and outside documents. */
	entries: EntryIndex;
};
