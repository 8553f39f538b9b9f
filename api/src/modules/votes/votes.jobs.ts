import './votes.events.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { listDuplicatesAmong } from '../threads/index.ts';
import { carryMark, carryMarks } from './carry.service.ts';

/** What is said at a duplicate counts at the thread that it is a duplicate of, for as long as it is one. */
export function votesJobs({ deps, subscriptions }: WorkerContext): void {
	for (const name of ['thread.duplicate-linked', 'thread.duplicate-unlinked'] as const) {
		subscriptions.on('votes', name, (tx, { payload }) => carryMarks(deps, tx, payload.threadId));
	}
	subscriptions.onMany('votes', 'vote.cast', async (tx, events) => {
		const threadIds = events.map(({ payload }) => payload.threadId);
		for (const threadId of await listDuplicatesAmong(tx, threadIds)) await carryMark(deps, tx, threadId, 'vote');
	});
	subscriptions.on('votes', 'me-too.changed', (tx, { payload }) => carryMark(deps, tx, payload.threadId, 'me-too'));
	// A thread that went into another one: what its duplicates carry counts where they point now.
	subscriptions.on('votes', 'thread.merged', async (tx, { payload }) => {
		await carryMarks(deps, tx, payload.threadId);
		await carryMarks(deps, tx, payload.intoThreadId);
	});
}
