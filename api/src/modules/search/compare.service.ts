import type { Sql } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { entryKinds, type EntryKind, type SearchIndex } from '../../platform/search.ts';
import { listSearched } from './documents.queries.ts';
import { listEntries } from './entries.queries.ts';
import { queueEntries, queueThreads } from './outbox.queries.ts';
import { noteRun } from './runs.service.ts';

const page = 1000;

type Row = { id: number; version: number };
type Held = Pick<SearchIndex, 'versionsOf' | 'idsBetween'>;

/** What is compared: the rows of the database, what an index holds of them, and how those that differ are mended. */
type Comparison = {
	list(afterId: number, limit: number): Promise<Row[]>;
	held(index: SearchIndex): Held;
	queue(ids: number[]): Promise<void>;
};

/**
 * Goes over all threads, members, tags and outside documents, and has the feeder mend what either index misses, holds in another
 * version, or should not hold. Returns how many those were.
 */
export async function compareIndexes({ sql, search, log }: Pick<Deps, 'sql' | 'search' | 'log'>): Promise<number> {
	return await noteRun(sql, 'compare', async () => {
		const differing = await mendAll({ sql, search, log });
		return { reply: differing, differing };
	});
}

async function mendAll({ sql, search, log }: Pick<Deps, 'sql' | 'search' | 'log'>): Promise<number> {
	const indexes = [search.postgresql, ...(search.meilisearch ? [search.meilisearch] : [])];
	const threads = await mendDiffering(indexes, threadsOf(sql));
	let entries = 0;
	for (const kind of entryKinds) entries += await mendDiffering(indexes, entriesOf(sql, kind));
	if (threads + entries > 0) log.warn({ threads, entries }, 'search indexes differed from the database and are mended');
	return threads + entries;
}

function threadsOf(sql: Sql): Comparison {
	return {
		list: (afterId, limit) => listSearched(sql, afterId, limit),
		held: (index) => index,
		queue: (ids) => queueThreads(sql, ids),
	};
}

function entriesOf(sql: Sql, kind: EntryKind): Comparison {
	return {
		list: (afterId, limit) => listEntries(sql, kind, afterId, limit),
		held: ({ entries }) => ({
			versionsOf: (ids) => entries.versionsOf(kind, ids),
			idsBetween: (from, below) => entries.idsBetween(kind, from, below),
		}),
		queue: (ids) => queueEntries(sql, kind, ids),
	};
}

async function mendDiffering(indexes: SearchIndex[], comparison: Comparison): Promise<number> {
	let mended = 0;
	for (let lastId = 0; ;) {
		const rows = await comparison.list(lastId, page);
		const below = rows.length < page ? Number.MAX_SAFE_INTEGER : (rows.at(-1)?.id ?? lastId) + 1;
		const wrong = new Set<number>();
		for (const index of indexes) {
			for (const id of await differing(comparison.held(index), rows, lastId + 1, below)) wrong.add(id);
		}
		await comparison.queue([...wrong]);
		mended += wrong.size;
		if (rows.length < page) return mended;
		lastId = below - 1;
	}
}

async function differing(index: Held, rows: Row[], from: number, below: number): Promise<number[]> {
	const ids = rows.map(({ id }) => id);
	const [held, present] = await Promise.all([
		ids.length > 0 ? index.versionsOf(ids) : new Map<number, number>(),
		index.idsBetween(from, below),
	]);
	const known = new Set(ids);
	const stale = rows.filter(({ id, version }) => held.get(id) !== version).map(({ id }) => id);
	return [...stale, ...present.filter((id) => !known.has(id))];
}
