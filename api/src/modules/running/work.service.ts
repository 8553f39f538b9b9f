import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Db } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import * as work from '../../platform/failed-work.ts';
import { write as audit } from '../audit/index.ts';
import { askForRun } from '../search/index.ts';
import { isWorkerThere } from './about.queries.ts';

const shown = 50;

/** Queues, failed jobs and failed effects, as an admin sees them. */
export async function readWork({ sql }: Deps) {
	const [workerRuns, events, queues, failedJobs, failedEffects] = await Promise.all([
		isWorkerThere(sql),
		work.countWaitingEvents(sql),
		work.listQueues(sql),
		work.listFailedJobs(sql, shown),
		work.listFailedEffects(sql, shown),
	]);
	return {
		workerRuns,
		eventsWaiting: events.count,
		eventsWaitingSince: events.since,
		queues,
		failedJobs,
		failedEffects,
	};
}

/** Has a failed job done once more, or forgets it. Throws 404. */
export async function settleJob(deps: Deps, actor: SignedIn, jobId: string, how: 'retry' | 'discard'): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		const name = await (how === 'retry' ? work.retryJob(tx, jobId) : work.dropJob(tx, jobId));
		if (name === undefined) throw notFound();
		const action = how === 'retry' ? 'job.retried' : 'job.discarded';
		await audit(tx, { actorId: actor.id, action, subjectKind: 'job', subjectId: null, details: { jobId, name } });
	});
}

type Effect = { eventId: number; subscriber: string };

/** Has a failed effect tried once more, or leaves it be. Throws 404. */
export async function settleEffect(deps: Deps, actor: SignedIn, effect: Effect, how: 'retry' | 'discard') {
	const { eventId, subscriber } = effect;
	await inTransaction(deps.sql, async (tx) => {
		const settle = how === 'retry' ? work.askEffectAgain : work.dismissEffect;
		if (!(await settle(tx, eventId, subscriber))) throw notFound();
		const action = how === 'retry' ? 'effect.retried' : 'effect.discarded';
		await audit(tx, { actorId: actor.id, action, subjectKind: 'event', subjectId: eventId, details: { subscriber } });
	});
}

/** Has the worker make the search indexes anew, or compare them. Throws 409 while a rebuild runs. */
export async function runSearch(deps: Deps, actor: SignedIn, kind: 'rebuild' | 'compare'): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		await askForRun(tx, actor.id, kind);
		await audit(tx, { actorId: actor.id, action: `search.${kind}`, subjectKind: 'search', subjectId: null });
	});
}

/** What an admin's first page says of all this. */
export async function countTroubles(sql: Db) {
	const [failedJobs, workerRuns] = await Promise.all([work.countFailedJobs(sql), isWorkerThere(sql)]);
	return { failedJobs, workerAway: !workerRuns };
}
