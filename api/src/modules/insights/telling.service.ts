import { decidedStages, type Stage } from '@ikatan/contracts/insight-choices';
import { threadPath } from '@ikatan/contracts/paths';
import { OwedReason, type Telling, type tell as tellEndpoint } from '@ikatan/contracts/telling';
import type { z } from 'zod';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { inTransaction, type Db, type Sql } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { authorsByIds } from '../accounts/index.ts';
import { write } from '../audit/index.ts';
import { announceBoard } from './desk.ts';
import { findInsight, type InsightFacts } from './insights.queries.ts';
import { settleOutcomes } from './outcomes.service.ts';
import { reasonAt, recountOwed } from './owed.queries.ts';
import { formerAuthor } from './read.service.ts';
import * as queries from './telling.queries.ts';
import { noteDeed } from './write.queries.ts';
import { lockOne, type Doing } from './write.service.ts';

const pageSize = 50;

const isDecided = (stage: string): stage is (typeof decidedStages)[number] =>
	(decidedStages as readonly string[]).includes(stage);

/** What a notice is headed with; null: the title of the reader's own thread, since what staff call it is not for readers. */
const headingOf = ({ public: shown, publicTitle, title }: Pick<InsightFacts, 'public' | 'publicTitle' | 'title'>) =>
	shown ? publicTitle || title : null;

/** Who would be told of the stage as it stands, where it would be replied, and what was told before. Throws 404. */
export async function readTellingOf(sql: Sql, insightId: number, after?: string): Promise<Telling> {
	const from = unpackCursor(after, ['count', 'id']);
	const facts = await findInsight(sql, insightId);
	if (!facts || facts.mergedInto !== null || facts.deletedAt !== null) throw notFound();
	const stage = facts.stage as Stage;
	const [people, counts, threads, before] = await Promise.all([
		queries.listOwedPeople(sql, insightId, {
			after: from && { rank: from[0], memberId: from[1] },
			limit: pageSize + 1,
		}),
		queries.countOwedPeople(sql, insightId),
		isDecided(stage) ? queries.listReplyThreads(sql, insightId, stage) : [],
		queries.listTellings(sql, insightId),
	]);
	const owed = people.slice(0, pageSize);
	const last = owed.at(-1);
	const authors = await authorsByIds(sql, [
		...owed.map((row) => row.memberId),
		...before.flatMap((row) => row.actorId ?? []),
	]);
	return {
		title: facts.title,
		stage,
		decided: isDecided(stage),
		owed: owed.map(({ memberId, ranks, words, threadId, threadTitle }) => ({
			member: authors.get(memberId) ?? formerAuthor,
			reasons: ranks.map(reasonAt),
			words,
			threadPath: threadPath({ id: threadId, title: threadTitle }),
			threadTitle,
		})),
		next: people.length > pageSize && last ? packCursor([last.ranks[0] ?? 0, last.memberId]) : null,
		total: counts.reduce((sum, { count }) => sum + count, 0),
		byReason: counts.map(({ rank, count }) => ({ reason: reasonAt(rank), count })),
		heading: headingOf(facts),
		threads: threads.map(({ whole, ...thread }) => ({
			...thread,
			path: threadPath(thread),
			proposed: whole && !thread.replied,
		})),
		before: before.map(({ actorId, ...telling }) => ({ ...telling, by: authors.get(actorId ?? 0) ?? formerAuthor })),
	};
}

type Words = z.infer<NonNullable<typeof tellEndpoint.body>>;

/** The threads to be replied to: those chosen, else those that are proposed. */
async function threadsFor(sql: Db, insightId: number, { stage, reply, replyIn }: Words): Promise<number[]> {
	if (!reply) return [];
	const threads = await queries.listReplyThreads(sql, insightId, stage);
	const wanted = (thread: queries.ReplyThread) => (replyIn ? replyIn.includes(thread.id) : thread.whole);
	return threads.filter((thread) => !thread.replied && wanted(thread)).map((thread) => thread.id);
}

/**
 * Settles in one transaction who is told and where it is replied; the worker sends it all, see telling.jobs.ts. Throws 404, 409
 * `stage-changed` when the insight has moved since, 409 `nobody-owed` when there is nobody to tell and nowhere to reply, 422 on a
 * stage that is no decision.
 */
export async function tell({ deps, actor, origin }: Doing, insightId: number, words: Words) {
	const key = { memberId: actor.id, key: words.requestKey, deed: `insight.tell ${insightId}` };
	return await inTransaction(deps.sql, (tx) =>
		once(tx, key, async () => {
			const facts = await lockOne(tx, insightId);
			if (facts.deletedAt !== null) throw notFound();
			if (facts.stage !== words.stage) throw conflict('stage-changed');
			if (!isDecided(words.stage)) throw invalid({ stage: 'bad-value' });
			const { stage, text } = words;
			const tellingId = await queries.insertTelling(tx, { insightId, stage, text, actorId: actor.id });
			const told = await queries.putRecipients(tx, tellingId, insightId, OwedReason.options);
			const threadIds = await threadsFor(tx, insightId, words);
			const replies = threadIds.length;
			if (told === 0 && replies === 0) throw conflict('nobody-owed');
			await queries.putReplies(tx, tellingId, threadIds);
			await queries.countTelling(tx, tellingId, told, replies);
			await recountOwed(tx, [insightId]);
			await settleOutcomes(tx, [insightId]);
			await noteDeed(tx, insightId, actor.id, 'told', { stage, count: told, replies });
			await write(tx, {
				actorId: actor.id,
				action: 'insight.told',
				subjectKind: 'insight',
				subjectId: insightId,
				details: { title: facts.title, stage, told, replies },
			});
			await announceBoard(deps, tx, [insightId], origin);
			await queries.callForDelivery(tx);
			return { told, replies };
		}),
	);
}
