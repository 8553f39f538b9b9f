import { importTags } from '../../tags/index.ts';
import { importThreads, type ImportedThread } from '../../threads/index.ts';
import { addressOf, leadingTo, noteTakenAddresses, placeOf } from '../address.ts';
import { authorOf, findWriters, type Arrival, type Arrive } from '../arrival.ts';
import { sourceIdsOf, type ThreadRecord } from '../records.ts';
import { lastClosing, lockedSince } from '../revisions.ts';
import type { Tally } from '../tally.ts';
import { keepOldAddresses, noteArrived } from '../transfer.queries.ts';
import { meetTags } from './tags.ts';
import { readBodies, storedRevisions, writersOf, type BodyText } from './texts.ts';

/** Questions with their opening texts, tags, revisions and old addresses. A thread that arrived before stays as it is now. */
export const arriveThreads: Arrive<ThreadRecord> = async (arrival, records, tally) => {
	const fresh = await freshThreads(arrival, records, tally);
	const bodies = await readBodies(arrival, fresh, tally);
	const members = await findWriters(arrival, writersOf(fresh, bodies));
	const threads = fresh.map((record, place) => threadOf(arrival, record, bodies[place]!, members, tally));
	tally.add('threads', 'made', fresh.length);
	tally.add('closed', 'made', fresh.filter((record) => record.closedAt).length);
	tally.add('revisions', 'made', sum(threads.map((thread) => thread.revisions.length)));
	await expectThreads(arrival, fresh, tally);
	return async (tx) => {
		const { source } = arrival;
		const tags = await importTags(
			tx,
			fresh.flatMap((record) => record.tags),
		);
		const tagged = threads.map((thread, place) => ({
			...thread,
			tagIds: fresh[place]!.tags.map((name) => tags.get(name)!),
		}));
		const ids = await importThreads(tx, source, tagged);
		const entries = fresh.map(({ sourceId, score, answers, acceptedSourceId: accepted }, place) => ({
			sourceId,
			...ids[place]!,
			note: { score, answers, accepted },
		}));
		const addresses = entries.flatMap(({ sourceId, threadId }) =>
			leadingTo(placeOf.thread(threadId), addressOf.question(sourceId)),
		);
		await Promise.all([
			noteArrived(
				tx,
				source,
				'thread',
				entries.map((entry) => ({ ...entry, targetId: entry.threadId })),
			),
			noteArrived(
				tx,
				source,
				'post',
				entries.map((entry) => ({ ...entry, targetId: entry.postId })),
			),
			keepOldAddresses(tx, source, addresses),
		]);
	};
};

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Tells what comes with these threads: the posts and tags they bring, and the addresses that are not free. */
async function expectThreads(arrival: Arrival, fresh: ThreadRecord[], tally: Tally): Promise<void> {
	const { lookups } = arrival;
	lookups.expect('thread', sourceIdsOf(fresh));
	lookups.expect('post', sourceIdsOf(fresh));
	lookups.expectAccepted(fresh.map((record) => record.acceptedSourceId).filter((id) => id !== null));
	const made = await meetTags(
		arrival,
		fresh.flatMap((record) => record.tags),
	);
	// Tags that Tags.xml does not list.
	tally.add('tags', 'found', made.length);
	tally.add('tags', 'made', made.length);
	await noteTakenAddresses(
		arrival,
		fresh.flatMap((record) => addressOf.question(record.sourceId)),
		tally,
	);
}

/** Counts what the batch holds, and leaves those that have not arrived yet. */
async function freshThreads({ lookups }: Arrival, records: ThreadRecord[], tally: Tally): Promise<ThreadRecord[]> {
	const known = await lookups.arrived('thread', sourceIdsOf(records));
	const fresh = records.filter((record) => !known.has(record.sourceId));
	tally.add('threads', 'found', records.length);
	tally.add('threads', 'known', records.length - fresh.length);
	tally.add('accepted', 'found', records.filter((record) => record.acceptedSourceId).length);
	const closed = records.filter((record) => record.closedAt);
	tally.add('closed', 'found', closed.length);
	tally.add('closed', 'known', closed.filter((record) => known.has(record.sourceId)).length);
	return fresh;
}

function threadOf(
	{ spaceId, language, dialect }: Arrival,
	record: ThreadRecord,
	body: BodyText,
	members: Map<string, number>,
	tally: Tally,
): ImportedThread {
	const author = authorOf(record.writer, members);
	if (author.authorId === null && author.authorName === null) tally.problem('writer-missing', record.sourceId);
	return {
		...author,
		...body.rendered,
		spaceId,
		language,
		title: record.title,
		tagIds: [],
		createdAt: record.createdAt,
		editedAt: record.editedAt,
		activeAt: record.activeAt,
		closedAt: record.closedAt,
		closedReason: record.closedAt ? dialect.closeReason(lastClosing(body.history)?.comment) : null,
		lockedAt: lockedSince(body.history),
		views: record.views,
		licence: record.licence ?? dialect.licence(record.createdAt),
		sourceUrl: dialect.postUrl('question', record.sourceId),
		revisions: storedRevisions(body, members),
	};
}
