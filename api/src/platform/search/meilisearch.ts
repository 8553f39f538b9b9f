import { Meilisearch, MeilisearchApiError, type EnqueuedTaskPromise, type Index, type Task } from 'meilisearch';
import type { Handed, SearchDocument, SearchIndex } from './documents.ts';
import { entryKinds, type EntryKind, type SearchEntry } from './entries.ts';
import type { Frequencies } from './frequencies.ts';
import { entrySettings, handOverEntries, readEntries } from './meilisearch-entries.ts';
import { candidateQueries, filterOf, strictWords } from './meilisearch-query.ts';
import { openReader } from './meilisearch-reader.ts';

export type MeilisearchOptions = {
	url: string;
	key: string;
	/** Parts the indexes of several communities. */
	prefix: string;
	/** A reader waits no longer, in ms. */
	readTimeout: number;
};

/** Meilisearch, and what only the feeder and a rebuild need of it. */
export type MeilisearchIndex = SearchIndex & {
	/** True when it answers within half a second. */
	isUp(): Promise<boolean>;
	/** True once all indexes that readers ask are there: of threads, members, tags and documents. */
	exists(): Promise<boolean>;
	/** Throws away what an earlier rebuild left, and makes a second, empty index of each. */
	makeNext(): Promise<void>;
	/** Hands over to the second index. */
	putNext(documents: SearchDocument[], gone: number[]): Promise<Handed>;
	putNextEntries(kind: EntryKind, entries: SearchEntry[], gone: number[]): Promise<Handed>;
	/** From one moment to the next, readers ask the second indexes; once settled, `dropNext` throws the old ones away. */
	swap(): Promise<Handed>;
	dropNext(): Promise<void>;
	/** How many of each the indexes hold that readers ask. */
	counts(): Promise<Record<'thread' | EntryKind, number>>;
	/** E.g. `1.21.0`. */
	version(): Promise<string>;
};

const longestPart = 8_000_000;

const settings = {
	// The order is the weight: a word in the title counts most.
	searchableAttributes: ['title', 'tags', 'opening', 'answers'],
	filterableAttributes: [
		'id',
		'spaceId',
		'companyId',
		'kind',
		'solved',
		'answered',
		'staffAnswer',
		'tags',
		'authorId',
		'answererIds',
		'createdAt',
	],
	sortableAttributes: ['createdAt'],
	// Sorting first: it is asked for only when newest shall come first, and then means it.
	rankingRules: ['sort', 'words', 'typo', 'proximity', 'attribute', 'exactness'],
	// Facets are counted in SQL, over what the reader may see.
	facetSearch: false,
	pagination: { maxTotalHits: 1000 },
};

export function meilisearchIndex(options: MeilisearchOptions, frequencies: Frequencies): MeilisearchIndex {
	const liveUid = `${options.prefix}_threads`;
	const nextUid = `${options.prefix}_threads_next`;
	const uidOf = (kind: EntryKind) => `${options.prefix}_${kind}s`;
	const nextUidOf = (kind: EntryKind) => `${uidOf(kind)}_next`;
	const all = [
		{ live: liveUid, next: nextUid, settings },
		...entryKinds.map((kind) => ({ live: uidOf(kind), next: nextUidOf(kind), settings: entrySettings })),
	];
	const connect = (timeout: number) =>
		new Meilisearch({
			host: options.url,
			apiKey: options.key,
			timeout,
			defaultWaitOptions: { timeout: 120_000, interval: 25 },
		});
	const read = openReader({ url: options.url, key: options.key, timeout: options.readTimeout });
	const writer = connect(5_000);
	const prober = connect(500);
	const has = async (uid: string) => {
		try {
			await writer.getRawIndex(uid);
			return true;
		} catch (error) {
			if (error instanceof MeilisearchApiError && error.cause?.code === 'index_not_found') return false;
			throw error;
		}
	};

	return {
		find: async (question) => {
			const newest = question.order === 'newest' || !question.words;
			const [ids = []] = await read([
				{
					indexUid: liveUid,
					q: strictWords(question),
					matchingStrategy: 'all',
					filter: filterOf(question.scope, question.filters),
					limit: question.limit,
					...(newest && { sort: ['createdAt:desc'] }),
				},
			]);
			return ids;
		},
		candidates: async (question) => {
			const queries = await candidateQueries(question, liveUid, frequencies);
			return queries.length > 0 ? [...new Set((await read(queries)).flat())] : [];
		},
		put: async (documents, gone) => {
			// Documents for an index that is not there would make one, without settings.
			if (!(await has(liveUid))) throw new Error(`Meilisearch has no index ${liveUid} yet`);
			return settledWith(await handOver(writer.index(liveUid), documents, gone));
		},
		versionsOf: async (ids) => {
			const { results } = await writer
				.index<{ id: number; version: number }>(liveUid)
				.getDocuments({ ids, fields: ['id', 'version'], limit: ids.length });
			return new Map(results.map(({ id, version }) => [id, version]));
		},
		idsBetween: async (from, below) => {
			const { results } = await writer
				.index<{ id: number }>(liveUid)
				.getDocuments({ filter: `id >= ${from} AND id < ${below}`, fields: ['id'], limit: 1000 });
			return results.map(({ id }) => id);
		},
		entries: {
			...readEntries({ read, writer, uidOf }),
			put: async (kind, entries, gone) => {
				if (!(await has(uidOf(kind)))) throw new Error(`Meilisearch has no index ${uidOf(kind)} yet`);
				return settledWith(await handOverEntries(writer.index(uidOf(kind)), entries, gone));
			},
		},
		isUp: async () => await prober.isHealthy(),
		exists: async () => (await Promise.all(all.map(({ live }) => has(live)))).every(Boolean),
		makeNext: async () => {
			await Promise.all(all.map(({ next, settings: wanted }) => makeAnew(next, wanted)));
		},
		putNext: async (documents, gone) => settledWith(await handOver(writer.index(nextUid), documents, gone)),
		putNextEntries: async (kind, entries, gone) =>
			settledWith(await handOverEntries(writer.index(nextUidOf(kind)), entries, gone)),
		swap: async () => {
			const swaps = await Promise.all(
				all.map(async ({ live, next }) => ({ indexes: [next, live] as [string, string], rename: !(await has(live)) })),
			);
			const { taskUid } = await writer.swapIndexes(swaps);
			return settledWith([taskUid]);
		},
		counts: async () => {
			const { indexes } = await writer.getStats();
			const held = (uid: string) => indexes[uid]?.numberOfDocuments ?? 0;
			const { member, tag, document } = Object.fromEntries(
				entryKinds.map((kind) => [kind, held(uidOf(kind))]),
			) as Record<EntryKind, number>;
			return { thread: held(liveUid), member, tag, document };
		},
		version: async () => (await writer.getVersion()).pkgVersion,
		dropNext: async () => {
			await Promise.all(
				all.map(async ({ next }) => {
					if (await has(next)) await succeed(writer.deleteIndex(next));
				}),
			);
		},
	};

	async function makeAnew(uid: string, wanted: typeof settings | typeof entrySettings): Promise<void> {
		if (await has(uid)) await succeed(writer.deleteIndex(uid));
		await succeed(writer.createIndex(uid, { primaryKey: 'id' }));
		await succeed(writer.index(uid).updateSettings(wanted));
	}

	function settledWith(uids: number[]): Handed {
		return {
			settled: async () => {
				for (const task of await writer.tasks.waitForTasks(uids)) mustHaveSucceeded(task);
			},
		};
	}
}

async function succeed(enqueued: EnqueuedTaskPromise): Promise<void> {
	mustHaveSucceeded(await enqueued.waitTask());
}

function mustHaveSucceeded({ status, error }: Task): void {
	if (status !== 'succeeded') throw new Error(`Meilisearch: ${error?.message ?? status}`);
}

async function handOver(index: Index, documents: SearchDocument[], gone: number[]): Promise<number[]> {
	const tasks: number[] = [];
	for (const part of inParts(documents)) tasks.push((await index.addDocuments(part.map(recordOf))).taskUid);
	if (gone.length > 0) tasks.push((await index.deleteDocuments(gone)).taskUid);
	return tasks;
}

/** Parts of some 8 million characters: Meilisearch refuses requests of 100 MB, and a request has to be taken within its time. */
function inParts(documents: SearchDocument[]): SearchDocument[][] {
	const parts: SearchDocument[][] = [];
	let room = 0;
	for (const document of documents) {
		const size = document.opening.length + document.answers.length;
		if (room < size || parts.length === 0) {
			parts.push([]);
			room = longestPart;
		}
		parts.at(-1)?.push(document);
		room -= size;
	}
	return parts;
}

/** Times as seconds, which Meilisearch can compare. */
function recordOf({ createdAt, activeAt, ...document }: SearchDocument) {
	return { ...document, createdAt: Date.parse(createdAt) / 1000, activeAt: Date.parse(activeAt) / 1000 };
}
