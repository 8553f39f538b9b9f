import { randomUUID } from 'node:crypto';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { entryKinds, type EntryKind, type Handed, type MeilisearchIndex } from '../../platform/search.ts';
import { countStems, dropUnsearched, listSearched, loadDocuments } from './documents.queries.ts';
import { dropUnlisted, listEntries, loadEntries } from './entries.queries.ts';
import { holdFeed } from './outbox.queries.ts';
import { claimRebuild, markFilling, releaseRebuild, renewRebuild } from './rebuild.queries.ts';
import { noteRun } from './runs.service.ts';
import { noteDone } from './runs.queries.ts';

const batch = 500;
/** Batches that Meilisearch may have before it, so that it does not fall behind without end. */
const ahead = 4;

type RebuildDeps = Pick<Deps, 'sql' | 'search'>;

/**
 * Makes both indexes anew from threads, members, tags and outside documents while searches go on and changes arrive: a second Meilisearch index is filled beside
 * the first and takes its place from one moment to the next. Returns the number of threads; throws when a rebuild runs already.
 */
export async function rebuild(deps: RebuildDeps, onProgress: (threads: number) => void = () => {}): Promise<number> {
	const { sql } = deps;
	const token = randomUUID();
	if (!(await claimRebuild(sql, token)))
		throw new Error('The search index is being rebuilt already: wait until it is done.');
	try {
		return await noteRun(sql, 'rebuild', async (runId) => {
			const threads = await makeAnew(deps, token, async (done) => {
				onProgress(done);
				await noteDone(sql, runId, done);
			});
			return { reply: threads };
		});
	} finally {
		await releaseRebuild(sql, token);
	}
}

async function makeAnew(
	deps: RebuildDeps,
	token: string,
	onProgress: (threads: number) => Promise<void>,
): Promise<number> {
	const { sql, search } = deps;
	if (search.meilisearch) await begin(deps, search.meilisearch, token);
	const threads = await fill(deps, token, onProgress);
	for (const kind of entryKinds) {
		await fillEntries(deps, token, kind);
		await dropUnlisted(sql, kind);
	}
	await dropUnsearched(sql);
	await countStems(sql);
	search.forgetFrequencies();
	if (search.meilisearch) await takeOver(deps, search.meilisearch, token);
	return threads;
}

async function begin({ sql }: RebuildDeps, meilisearch: MeilisearchIndex, token: string): Promise<void> {
	await meilisearch.makeNext();
	await inTransaction(sql, async (tx) => {
		await holdFeed(tx);
		await markFilling(tx, token, true);
	});
}

async function fill(
	{ sql, search }: RebuildDeps,
	token: string,
	onProgress: (threads: number) => Promise<void>,
): Promise<number> {
	const handed: Handed[] = [];
	let threads = 0;
	for (let lastId = 0; ;) {
		const ids = await inTransaction(sql, async (tx) => {
			await holdFeed(tx);
			const next = (await listSearched(tx, lastId, batch)).map(({ id }) => id);
			const documents = await loadDocuments(tx, next);
			await search.postgresql.put(documents, [], tx);
			if (search.meilisearch) handed.push(await search.meilisearch.putNext(documents, []));
			return next;
		});
		while (handed.length > (ids.length > 0 ? ahead : 0)) await handed.shift()?.settled();
		if (!(await renewRebuild(sql, token))) throw new Error('Another rebuild of the search index has taken over.');
		if (ids.length === 0) return threads;
		lastId = ids.at(-1) ?? lastId;
		threads += ids.length;
		await onProgress(threads);
	}
}

async function fillEntries({ sql, search }: RebuildDeps, token: string, kind: EntryKind): Promise<void> {
	for (let lastId = 0; ;) {
		const { ids, handed } = await inTransaction(sql, async (tx) => {
			await holdFeed(tx);
			const next = (await listEntries(tx, kind, lastId, batch)).map(({ id }) => id);
			const entries = await loadEntries(tx, kind, next);
			await search.postgresql.entries.put(kind, entries, [], tx);
			return { ids: next, handed: await search.meilisearch?.putNextEntries(kind, entries, []) };
		});
		await handed?.settled();
		if (!(await renewRebuild(sql, token))) throw new Error('Another rebuild of the search index has taken over.');
		if (ids.length < batch) return;
		lastId = ids.at(-1) ?? lastId;
	}
}

async function takeOver({ sql }: RebuildDeps, meilisearch: MeilisearchIndex, token: string): Promise<void> {
	// From here on the feeder hands over to the index that readers ask alone, which by then is the new one.
	const swapped = await inTransaction(sql, async (tx) => {
		await holdFeed(tx);
		await markFilling(tx, token, false);
		return await meilisearch.swap();
	});
	await swapped.settled();
	await meilisearch.dropNext();
}
