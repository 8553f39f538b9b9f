import { importAnswers, type ImportedAnswer } from '../../threads/index.ts';
import { addressOf, leadingTo, noteTakenAddresses, placeOf } from '../address.ts';
import { authorOf, findWriters, type Arrival, type Arrive } from '../arrival.ts';
import { sourceIdsOf, type AnswerRecord } from '../records.ts';
import type { Tally } from '../tally.ts';
import { keepOldAddresses, noteArrived, type ThreadPlace } from '../transfer.queries.ts';
import { readBodies, storedRevisions, writersOf, type BodyText } from './texts.ts';

type Placed = AnswerRecord & { thread: ThreadPlace };

/** Answers with their revisions, acceptance and old addresses. An answer that arrived before stays as it is now. */
export const arriveAnswers: Arrive<AnswerRecord> = async (arrival, records, tally) => {
	const fresh = await freshAnswers(arrival, records, tally);
	const bodies = await readBodies(arrival, fresh, tally);
	const members = await findWriters(arrival, writersOf(fresh, bodies));
	const answers = fresh.map((record, place) => answerOf(arrival, record, bodies[place]!, members, tally));
	tally.add('answers', 'made', fresh.length);
	tally.add('accepted', 'made', answers.filter((answer) => answer.acceptedAt).length);
	tally.add(
		'revisions',
		'made',
		answers.reduce((sum, answer) => sum + answer.revisions.length, 0),
	);
	arrival.lookups.expect('post', sourceIdsOf(fresh));
	const paths = fresh.flatMap((record) => addressOf.answer(record.sourceId));
	await noteTakenAddresses(arrival, paths, tally);
	return async (tx) => {
		const { source } = arrival;
		const ids = await importAnswers(tx, source, answers);
		const addresses = fresh.flatMap(({ sourceId, thread }, place) =>
			leadingTo(placeOf.answer(thread.threadId, ids[place]!), addressOf.answer(sourceId)),
		);
		const entries = fresh.map(({ sourceId, score }, place) => ({ sourceId, targetId: ids[place]!, note: { score } }));
		await Promise.all([noteArrived(tx, source, 'post', entries), keepOldAddresses(tx, source, addresses)]);
	};
};

/** Counts what the batch holds, and leaves those that have a thread here and have not arrived yet. */
async function freshAnswers({ lookups }: Arrival, records: AnswerRecord[], tally: Tally): Promise<Placed[]> {
	const [known, threads] = await Promise.all([
		lookups.arrived('post', sourceIdsOf(records)),
		lookups.threads(records.map((record) => record.threadSourceId)),
	]);
	tally.add('answers', 'found', records.length);
	return records.flatMap((record) => {
		const thread = threads.get(record.threadSourceId);
		if (known.has(record.sourceId)) {
			tally.add('answers', 'known');
			if (thread && lookups.isAccepted(thread, record.sourceId)) tally.add('accepted', 'known');
			return [];
		}
		if (thread) return [{ ...record, thread }];
		tally.add('answers', 'left');
		tally.problem('answer-thread-missing', record.sourceId);
		return [];
	});
}

function answerOf(
	{ dialect, lookups }: Arrival,
	record: Placed,
	body: BodyText,
	members: Map<string, number>,
	tally: Tally,
): ImportedAnswer {
	const author = authorOf(record.writer, members);
	if (author.authorId === null && author.authorName === null) tally.problem('writer-missing', record.sourceId);
	const accepted = lookups.isAccepted(record.thread, record.sourceId);
	return {
		...author,
		...body.rendered,
		threadId: record.thread.threadId,
		createdAt: record.createdAt,
		editedAt: record.editedAt,
		// The votes tell when it was accepted, where they are there.
		acceptedAt: accepted ? record.createdAt : null,
		acceptedBy: accepted ? record.thread.askerId : null,
		licence: record.licence ?? dialect.licence(record.createdAt),
		sourceUrl: dialect.postUrl('answer', record.sourceId),
		revisions: storedRevisions(body, members),
	};
}
