import { threadPath } from '@ikatan/contracts/paths';
import { isSignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import { Refusal } from '../../platform/errors.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { actorById } from '../accounts/index.ts';
import { tellMembers } from '../notices/index.ts';
import { answerThread } from '../threads/index.ts';
import * as queries from './delivery.queries.ts';
import { settleAllOutcomes, settleOutcomes } from './outcomes.service.ts';
import { plainAsMarkdown } from './plain-text.ts';

const batch = 200;

/** One notice of a member per insight and stage has this key; replies name it, so that nobody hears the same twice. */
const keyOf = ({ insightId, stage }: { insightId: number; stage: string }) => `told:${insightId}:${stage}`;

/** Sends the next notices that wait; false when none did. */
async function notifyNext(deps: Deps, tx: Tx): Promise<boolean> {
	const waiting = await queries.takeWaiting(tx, batch);
	const [telling] = waiting;
	if (!telling) return false;
	await tellMembers(
		deps,
		tx,
		{ eventId: null, actorId: telling.actorId },
		waiting.map((one) => ({
			memberId: one.memberId,
			kind: 'told' as const,
			threadId: one.threadId,
			title: one.heading ?? one.threadTitle,
			path: threadPath({ id: one.threadId, title: one.threadTitle }),
			words: one.words,
			said: one.text,
			groupKey: keyOf(one),
		})),
	);
	await queries.markNotified(
		tx,
		telling.tellingId,
		waiting.map((one) => one.memberId),
	);
	return true;
}

/** Posts a reply in the name of who told; once, however often it is tried. What cannot be posted any more is taken off. */
async function post(deps: Deps, reply: queries.WaitingReply): Promise<void> {
	const actor = reply.actorId === null ? null : await actorById(deps.sql, reply.actorId);
	try {
		if (!actor || !isSignedIn(actor)) throw new Refusal(403, 'forbidden');
		const { id } = await answerThread(
			{ deps, actor, visitorHash: null },
			reply.threadId,
			{ requestKey: `telling-${reply.tellingId}-${reply.threadId}`, sourceText: plainAsMarkdown(reply.text) },
			{ toldBy: keyOf(reply) },
		);
		await queries.noteReply(deps.sql, reply, id);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		deps.log.warn({ threadId: reply.threadId, code: error.wire.code }, 'no reply of a telling could be posted');
		await inTransaction(deps.sql, (tx) => queries.dropReply(tx, reply));
	}
}

/** Sends all that waits: notices first, a batch in each transaction, then the replies, which those told do not hear of again. */
async function deliver(deps: Deps, stopping?: AbortSignal): Promise<void> {
	while (!stopping?.aborted && (await inTransaction(deps.sql, (tx) => notifyNext(deps, tx))));
	for (;;) {
		const reply = stopping?.aborted ? undefined : await queries.findWaitingReply(deps.sql);
		if (!reply) return;
		await post(deps, reply);
	}
}

export function tellingJobs({ deps, subscriptions, jobs, every }: WorkerContext): void {
	every(10_000, (stopping) => deliver(deps, stopping), 'ikatan_tellings');
	subscriptions.on('telling', 'insight.stage-changed', (tx, { payload }) => settleOutcomes(tx, [payload.insightId]));
	subscriptions.on('telling', 'insight.shown-changed', (tx, { payload }) => settleOutcomes(tx, payload.insightIds));
	subscriptions.on('telling', 'member.deleted', (tx, { payload }) => queries.forgetRecipient(tx, payload.memberId));
	// Evidence comes and goes without a word.
	jobs.add({ name: 'insights.outcomes', cron: '*/5 * * * *', act: () => settleAllOutcomes(deps.sql) });
}
