import type { WorkerContext } from '../../platform/module.ts';
import { carryWatches } from './carry.service.ts';
import { forgetWatches, unwatchByDeed, watchByDeed } from './watching.queries.ts';

/**
 * Whoever asks, answers or says “me too” watches the thread from then on; who watches a duplicate watches what it is one of; who
 * leaves watches nothing any more.
 */
export function watchingJobs({ subscriptions }: WorkerContext): void {
	subscriptions.on('watching', 'thread.asked', async (tx, { actorId, payload }) => {
		if (actorId !== null) await watchByDeed(tx, actorId, payload.threadId, 'asked');
	});
	subscriptions.on('watching', 'answer.posted', async (tx, { actorId, payload }) => {
		if (actorId !== null) await watchByDeed(tx, actorId, payload.threadId, 'answered');
	});
	subscriptions.on('watching', 'me-too.changed', async (tx, { payload }) => {
		const change = payload.on ? watchByDeed : unwatchByDeed;
		await change(tx, payload.memberId, payload.threadId, 'me-too');
	});
	for (const name of ['thread.duplicate-linked', 'thread.duplicate-unlinked'] as const) {
		subscriptions.on('watching', name, (tx, { payload }) => carryWatches(tx, payload.threadId));
	}
	subscriptions.on('watching', 'thread.merged', async (tx, { payload }) => {
		await carryWatches(tx, payload.threadId);
		await carryWatches(tx, payload.intoThreadId);
	});
	subscriptions.on('watching', 'member.deleted', (tx, { payload }) => forgetWatches(tx, payload.memberId));
}
