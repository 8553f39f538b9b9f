import type { Deps } from '../../platform/deps.ts';
import type { Derived, Difference } from '../../platform/derived.ts';
import { entryKinds, type EntryKind, type SearchIndex } from '../../platform/search.ts';
import { findVersions, listSearched, type Versioned } from './documents.queries.ts';
import { findEntryVersions, listEntries } from './entries.queries.ts';
import { Feeder } from './feeder.ts';
import { queueEntries, queueThreads } from './outbox.queries.ts';
import { noteRun } from './runs.service.ts';

const page = 1000;
/** An index tells no more ids at once. */
const mostTold = 1000;

type Held = Pick<SearchIndex, 'versionsOf' | 'idsBetween'>;

/** What is compared: rows of the database, what an index holds of them, and how those that differ are queued for the feeder. */
type Comparison = {
	name: string;
	list(deps: Deps, afterId: number, limit: number): Promise<Versioned[]>;
	find(deps: Deps, ids: number[]): Promise<Versioned[]>;
	held(index: SearchIndex): Held;
	queue(deps: Deps, ids: number[]): Promise<void>;
};

const threads: Comparison = {
	name: 'search.threads',
	list: ({ sql }, afterId, limit) => listSearched(sql, afterId, limit),
	find: ({ sql }, ids) => findVersions(sql, ids),
	held: (index) => index,
	queue: ({ sql }, ids) => queueThreads(sql, ids),
};

const entriesOf = (kind: EntryKind): Comparison => ({
	name: `search.${kind}s`,
	list: ({ sql }, afterId, limit) => listEntries(sql, kind, afterId, limit),
	find: ({ sql }, ids) => findEntryVersions(sql, kind, ids),
	held: ({ entries }) => ({
		versionsOf: (ids) => entries.versionsOf(kind, ids),
		idsBetween: (from, below) => entries.idsBetween(kind, from, below),
	}),
	queue: ({ sql }, ids) => queueEntries(sql, kind, ids),
});

const comparisons = [threads, ...entryKinds.map(entriesOf)];

/** Both indexes beside the database; mended by the feeder, whether a worker runs or not. */
export const searchDerived: Derived[] = comparisons.map((comparison) => ({
	name: comparison.name,
	followsWithin: 3,
	list: (deps, afterId, limit) => listBoth(deps, comparison, afterId, limit),
	differing: (deps, ids) => differing(deps, comparison, ids),
	mend: async (deps, ids) => {
		await comparison.queue(deps, ids);
		await new Feeder(deps).feed();
	},
}));

/**
 * Goes over all threads, members, tags and outside documents, and has the feeder mend what either index misses, holds in another
 * version, or should not hold. Returns how many those were.
 */
export async function compareIndexes(deps: Deps): Promise<number> {
	return await noteRun(deps.sql, 'compare', async () => {
		let wrong = 0;
		for (const comparison of comparisons) wrong += await queueDiffering(deps, comparison);
		if (wrong > 0) deps.log.warn({ wrong }, 'search indexes differed from the database and are mended');
		return { reply: wrong, differing: wrong };
	});
}

async function queueDiffering(deps: Deps, comparison: Comparison): Promise<number> {
	let queued = 0;
	for (let after = 0; ;) {
		const ids = await listBoth(deps, comparison, after, page);
		if (ids.length === 0) return queued;
		const wrong = [...new Set((await differing(deps, comparison, ids)).map(({ id }) => id))];
		await comparison.queue(deps, wrong);
		queued += wrong.length;
		after = ids.at(-1) ?? after;
	}
}

const indexesOf = ({ search }: Deps) => [search.postgresql, ...(search.meilisearch ? [search.meilisearch] : [])];

/** The next ids of the database, and between them those that only an index holds. */
async function listBoth(deps: Deps, comparison: Comparison, afterId: number, limit: number): Promise<number[]> {
	const asked = Math.min(limit, mostTold / 2);
	const rows = await comparison.list(deps, afterId, asked);
	const end = rows.length < asked ? Number.MAX_SAFE_INTEGER : (rows.at(-1)?.id ?? afterId) + 1;
	const held = await Promise.all(indexesOf(deps).map((index) => firstHeld(comparison.held(index), afterId + 1, end)));
	const below = Math.min(end, ...held.map((part) => part.below));
	const ids = new Set([...rows.map(({ id }) => id), ...held.flatMap((part) => part.ids)]);
	return [...ids].filter((id) => id < below).sort((one, other) => one - other);
}

/** What an index holds from `from` on, up to the `below` that comes back: it tells so many at once, in no order, and may hold more. */
async function firstHeld(held: Held, from: number, below: number): Promise<{ ids: number[]; below: number }> {
	const ids = await held.idsBetween(from, below);
	if (ids.length < mostTold) return { ids, below };
	const middle = from + Math.ceil((below - from) / 2);
	const lower = await firstHeld(held, from, middle);
	return lower.ids.length > 0 ? lower : await firstHeld(held, middle, below);
}

async function differing(deps: Deps, comparison: Comparison, ids: number[]): Promise<Difference[]> {
	const [rows, ...held] = await Promise.all([
		comparison.find(deps, ids),
		...indexesOf(deps).map((index) => comparison.held(index).versionsOf(ids)),
	]);
	const wanted = new Map(rows.map(({ id, version }) => [id, version]));
	return ids.flatMap((id) =>
		held.flatMap((versions, place) => {
			const [stored, counted] = [versions.get(id) ?? null, wanted.get(id) ?? null];
			const what = place === 0 ? 'version in PostgreSQL' : 'version in Meilisearch';
			return stored === counted ? [] : [{ id, what, stored, counted }];
		}),
	);
}
