import type { Db, Tx } from '../../platform/db.ts';
import {
	entryKinds,
	type EntryKind,
	type Handed,
	type MeilisearchIndex,
	type SearchPort,
} from '../../platform/search.ts';
import { loadDocuments } from './documents.queries.ts';
import { loadEntries } from './entries.queries.ts';
import * as outbox from './outbox.queries.ts';
import { isFilling } from './rebuild.queries.ts';

/** One of the two ways from the database to the indexes: what changed on it, and how that is handed over. */
export type Lane<Change extends { id: number } = { id: number }> = {
	list(sql: Db, which: 'new' | 'stored', limit: number): Promise<Change[]>;
	read(sql: Db, changes: Change[]): Promise<Load>;
	mark(sql: Db, changeIds: number[]): Promise<void>;
	drop(sql: Db, changeIds: number[]): Promise<void>;
};

/** What was read of the changes, ready for either index. */
export type Load = {
	store(tx: Tx, search: SearchPort): Promise<void>;
	hand(tx: Tx, meilisearch: MeilisearchIndex): Promise<Handed[]>;
};

export const threadLane: Lane<outbox.Change> = {
	list: outbox.listChanges,
	mark: outbox.markStored,
	drop: outbox.dropChanges,
	read: async (sql, changes) => {
		const ids = [...new Set(changes.map(({ threadId }) => threadId))];
		const documents = await loadDocuments(sql, ids);
		const gone = missing(ids, documents);
		return {
			store: async (tx, search) => void (await search.postgresql.put(documents, gone, tx)),
			hand: async (tx, meilisearch) => {
				const handed = [await meilisearch.put(documents, gone)];
				if (await isFilling(tx)) handed.push(await meilisearch.putNext(documents, gone));
				return handed;
			},
		};
	},
};

export const entryLane: Lane<outbox.EntryChange> = {
	list: outbox.listEntryChanges,
	mark: outbox.markEntriesStored,
	drop: outbox.dropEntryChanges,
	read: async (sql, changes) => {
		const loads: Awaited<ReturnType<typeof readEntries>>[] = [];
		for (const kind of entryKinds) {
			const ids = [...new Set(changes.filter((change) => change.kind === kind).map(({ entryId }) => entryId))];
			if (ids.length > 0) loads.push(await readEntries(sql, kind, ids));
		}
		return {
			store: async (tx, search) => {
				for (const { kind, entries, gone } of loads) await search.postgresql.entries.put(kind, entries, gone, tx);
			},
			hand: async (tx, meilisearch) => {
				const filling = await isFilling(tx);
				const handed: Handed[] = [];
				for (const { kind, entries, gone } of loads) {
					handed.push(await meilisearch.entries.put(kind, entries, gone));
					if (filling) handed.push(await meilisearch.putNextEntries(kind, entries, gone));
				}
				return handed;
			},
		};
	},
};

async function readEntries(sql: Db, kind: EntryKind, ids: number[]) {
	const entries = await loadEntries(sql, kind, ids);
	return { kind, entries, gone: missing(ids, entries) };
}

function missing(ids: number[], held: { id: number }[]): number[] {
	const known = new Set(held.map(({ id }) => id));
	return ids.filter((id) => !known.has(id));
}
