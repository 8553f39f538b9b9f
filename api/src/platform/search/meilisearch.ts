import { Meilisearch, type EnqueuedTaskPromise, type Index, type Task } from 'meilisearch';
import type { Handed, SearchDocument, SearchIndex } from './documents.ts';
import type { Frequencies } from './frequencies.ts';
import { candidateQueries, filterOf, strictWords, type CandidateQuery } from './meilisearch-query.ts';

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
	/** True once the index that readers ask is there. */
	exists(): Promise<boolean>;
	/** Makes a second, empty index, which from now on gets every document too; what an earlier rebuild left there is thrown away. */
	beginRebuild(): Promise<void>;
	/** Writes to the second index only. */
	putNext(documents: SearchDocument[]): Promise<Handed>;
	/** Lets readers ask the second index from one moment to the next, and throws the old one away. */
	finishRebuild(): Promise<void>;
};

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
	sortableAttributes: ['createdAt', 'activeAt', 'score'],
	// Sorting first: it is asked for only when newest shall come first, and then means it.
	rankingRules: ['sort', 'words', 'typo', 'proximity', 'attribute', 'exactness'],
	pagination: { maxTotalHits: 1000 },
};

export function meilisearchIndex(options: MeilisearchOptions, frequencies: Frequencies): MeilisearchIndex {
	const liveUid = `${options.prefix}_threads`;
	const nextUid = `${options.prefix}_threads_next`;
	const connect = (timeout: number) =>
		new Meilisearch({
			host: options.url,
			apiKey: options.key,
			timeout,
			defaultWaitOptions: { timeout: 120_000, interval: 25 },
		});
	const reader = connect(options.readTimeout);
	const writer = connect(8_000);
	const has = async (uid: string) => {
		const { results } = await writer.getRawIndexes({ limit: 1000 });
		return results.some((index) => index.uid === uid);
	};

	async function make(uid: string): Promise<void> {
		await succeed(writer.createIndex(uid, { primaryKey: 'id' }));
		await succeed(writer.index(uid).updateSettings(settings));
	}

	return {
		find: async (question) => {
			const { hits } = await reader.index<{ id: number }>(liveUid).search(strictWords(question), {
				matchingStrategy: 'all',
				attributesToRetrieve: ['id'],
				filter: filterOf(question.scope, question.filters),
				limit: question.limit,
				...(question.order === 'newest' || !question.words ? { sort: ['createdAt:desc'] } : {}),
			});
			return hits.map(({ id }) => id);
		},
		candidates: async (question) => {
			const queries = await candidateQueries(question, liveUid, frequencies);
			if (queries.length === 0) return [];
			const { results } = await reader.multiSearch<{ queries: CandidateQuery[] }, { id: number }>({ queries });
			return [...new Set(results.flatMap(({ hits }) => hits.map(({ id }) => id)))];
		},
		put: async (documents, gone) => {
			const { results } = await writer.getRawIndexes({ limit: 1000 });
			const uids = [liveUid, nextUid].filter((uid) => uid === liveUid || results.some((index) => index.uid === uid));
			if (!results.some((index) => index.uid === liveUid)) throw new Error(`Meilisearch has no index ${liveUid} yet`);
			const tasks = await Promise.all(uids.map((uid) => handOver(writer.index(uid), documents, gone)));
			return settledWith(tasks.flat());
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
		exists: () => has(liveUid),
		beginRebuild: async () => {
			if (await has(nextUid)) await succeed(writer.deleteIndex(nextUid));
			await make(nextUid);
		},
		putNext: async (documents) => settledWith(await handOver(writer.index(nextUid), documents, [])),
		finishRebuild: async () => {
			const rename = !(await has(liveUid));
			await succeed(writer.swapIndexes([{ indexes: [nextUid, liveUid], rename }]));
			if (!rename) await succeed(writer.deleteIndex(nextUid));
		},
	};

	async function settledWith(uids: number[]): Promise<Handed> {
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
	if (documents.length > 0) tasks.push((await index.addDocuments(documents.map(recordOf))).taskUid);
	if (gone.length > 0) tasks.push((await index.deleteDocuments(gone)).taskUid);
	return tasks;
}

/** Times as seconds, which Meilisearch can compare. */
function recordOf({ createdAt, activeAt, ...document }: SearchDocument) {
	return { ...document, createdAt: Date.parse(createdAt) / 1000, activeAt: Date.parse(activeAt) / 1000 };
}
