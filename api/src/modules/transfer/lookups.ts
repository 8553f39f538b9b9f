import type { Sql } from '../../platform/db.ts';
import { IdSet } from './id-set.ts';
import type { HistoryPlace, HistoryRecord } from './records.ts';
import {
	findArrived,
	listArrived,
	findHistory,
	findPosts,
	findThreads,
	type MapKind,
	type PostPlace,
	type ThreadPlace,
} from './transfer.queries.ts';

/** What an import asks about rows that came before: for real from the database, in a rehearsal also from what would have come. */
export type Lookups = {
	/** Nothing of this source had arrived before this run. */
	first: boolean;
	/** Rows that had arrived before, by their ids at the source. */
	arrived: (kind: MapKind, sourceIds: (string | null)[]) => Promise<Map<string, number>>;
	/** Members and tags that rows may point to. */
	present: (kind: 'member' | 'tag-text', sourceIds: (string | null)[]) => Promise<Map<string, number>>;
	threads: (sourceIds: string[]) => Promise<Map<string, ThreadPlace>>;
	posts: (sourceIds: string[]) => Promise<Map<string, PostPlace>>;
	history: (sourceIds: string[]) => Promise<Map<string, HistoryRecord[]>>;
	isAccepted: (thread: ThreadPlace, answerSourceId: string) => boolean;
	/** Told of every row that is about to be written. */
	expect: (kind: MapKind, sourceIds: string[]) => void;
	expectAccepted: (answerSourceIds: string[]) => void;
};

/** Up to so many members are kept in memory, about 10 MB; of larger sites each batch asks for its own. */
const mostMembersKept = 100_000;

/** Reads again what stands at these places of the dump, in any order. */
export type ReadHistory = (places: HistoryPlace[]) => Promise<HistoryRecord[]>;

/** Asks the database alone: whatever a row points to was committed by an earlier step. `first`: nothing can have come before. */
export function databaseLookups(sql: Sql, source: string, first: boolean, readHistory: ReadHistory): Lookups {
	let members: Promise<Map<string, number> | null> | undefined;
	return {
		first,
		arrived: async (kind, sourceIds) => (first ? new Map() : await findArrived(sql, source, kind, sourceIds)),
		present: async (kind, sourceIds) => {
			if (kind !== 'member') return await findArrived(sql, source, kind, sourceIds);
			members ??= listArrived(sql, source, kind, mostMembersKept);
			return (await members) ?? (await findArrived(sql, source, kind, sourceIds));
		},
		threads: (sourceIds) => findThreads(sql, source, sourceIds),
		posts: (sourceIds) => findPosts(sql, source, sourceIds),
		history: async (sourceIds) => oldestFirst(await readHistory(await findHistory(sql, source, sourceIds))),
		isAccepted: (thread, answerSourceId) => thread.accepted === answerSourceId,
		expect: () => {},
		expectAccepted: () => {},
	};
}

/** The history of each post, by its id at the source. */
function oldestFirst(history: HistoryRecord[]): Map<string, HistoryRecord[]> {
	const inOrder = history.sort((one, other) => Number(one.sourceId) - Number(other.sourceId));
	return Map.groupBy(inOrder, (record) => record.postSourceId);
}

/** Stands for the id of a row that is not written. */
const unwritten = -1;

/** Asks the database and what the rehearsal has met: sets of bits, so that the largest dump fits in memory. */
export function rehearsalLookups(sql: Sql, source: string): Lookups {
	const expected = new Map<MapKind, IdSet>();
	const acceptedAnswers = new IdSet();
	const isExpected = (kind: MapKind, sourceId: string) => expected.get(kind)?.has(sourceId) ?? false;
	const withExpected = <Place>(
		kind: MapKind,
		sourceIds: (string | null)[],
		known: Map<string, Place>,
		placeOf: (sourceId: string) => Place,
	): Map<string, Place> => {
		for (const id of sourceIds) if (id !== null && !known.has(id) && isExpected(kind, id)) known.set(id, placeOf(id));
		return known;
	};
	return {
		...databaseLookups(sql, source, false, async () => []),
		present: async (kind, sourceIds) =>
			withExpected(kind, sourceIds, await findArrived(sql, source, kind, sourceIds), () => unwritten),
		threads: async (sourceIds) =>
			withExpected('thread', sourceIds, await findThreads(sql, source, sourceIds), (sourceId) => ({
				sourceId,
				threadId: unwritten,
				askerId: null,
				accepted: null,
			})),
		posts: async (sourceIds) =>
			withExpected('post', sourceIds, await findPosts(sql, source, sourceIds), (sourceId) => ({
				sourceId,
				postId: unwritten,
				// Right for questions; which thread an answer belongs to is not kept, so a link to one's own answer passes here.
				threadId: -Number(sourceId),
				dated: false,
			})),
		history: async () => new Map(),
		isAccepted: (thread, sourceId) => thread.accepted === sourceId || acceptedAnswers.has(sourceId),
		expect: (kind, sourceIds) => {
			const set = expected.get(kind) ?? new IdSet();
			expected.set(kind, set);
			for (const id of sourceIds) set.add(id);
		},
		expectAccepted: (sourceIds) => sourceIds.forEach((id) => acceptedAnswers.add(id)),
	};
}
