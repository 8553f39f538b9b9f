import type { Deps } from '../../platform/deps.ts';
import type { SearchIndex } from '../../platform/search.ts';
import { listSearched } from './documents.queries.ts';
import { queueThreads } from './outbox.queries.ts';

const page = 1000;

/** Goes over all threads and has the feeder mend what either index misses, holds in another version, or should not hold. */
export async function compareIndexes({ sql, search, log }: Pick<Deps, 'sql' | 'search' | 'log'>): Promise<number> {
	const indexes = [search.postgresql, ...(search.meilisearch ? [search.meilisearch] : [])];
	let mended = 0;
	for (let lastId = 0; ;) {
		const threads = await listSearched(sql, lastId, page);
		const below = threads.length < page ? Number.MAX_SAFE_INTEGER : (threads.at(-1)?.id ?? lastId) + 1;
		const wrong = new Set<number>();
		for (const index of indexes) {
			for (const id of await differing(index, threads, lastId + 1, below)) wrong.add(id);
		}
		await queueThreads(sql, [...wrong]);
		mended += wrong.size;
		if (threads.length < page) break;
		lastId = below - 1;
	}
	if (mended > 0) log.warn({ threads: mended }, 'search indexes differed from the threads and are mended');
	return mended;
}

async function differing(
	index: SearchIndex,
	threads: { id: number; version: number }[],
	from: number,
	below: number,
): Promise<number[]> {
	const ids = threads.map(({ id }) => id);
	const [held, present] = await Promise.all([
		ids.length > 0 ? index.versionsOf(ids) : new Map<number, number>(),
		index.idsBetween(from, below),
	]);
	const known = new Set(ids);
	const stale = threads.filter(({ id, version }) => held.get(id) !== version).map(({ id }) => id);
	return [...stale, ...present.filter((id) => !known.has(id))];
}
