import type { WorkerContext } from '../../platform/module.ts';
import { listUnweighed, moveCompany, refreshMining } from './mining.queries.ts';
import { reweighMining } from './reweighing.queries.ts';

const batch = 200;
/** A minute's worth: what comes by import is weighed by and by. */
const batchesAMinute = 50;

export function miningJobs({ deps, subscriptions, jobs }: WorkerContext): void {
	const onPlace = [
		'thread.asked',
		'answer.posted',
		'comment.posted',
		'post.edited',
		'post.deleted',
		'post.restored',
		'answer.accepted',
		'answer.unaccepted',
		'post.held',
		'post.released',
		'thread.solved-otherwise',
		'thread.listed',
		'thread.moved',
		'thread.kind-changed',
	] as const;
	const onNumbers = ['vote.cast', 'me-too.changed'] as const;
	for (const name of onPlace) {
		subscriptions.onMany('mining', name, (tx, events) =>
			refreshMining(tx, [...new Set(events.map(({ payload }) => payload.threadId))]),
		);
	}
	for (const name of onNumbers) {
		subscriptions.onMany('mining', name, (tx, events) =>
			reweighMining(tx, [...new Set(events.map(({ payload }) => payload.threadId))]),
		);
	}
	// Both ends of a merge, a split and their undoing.
	subscriptions.on('mining', 'posts.moved', (tx, { payload }) =>
		refreshMining(tx, [payload.threadId, payload.fromThreadId]),
	);
	subscriptions.on('mining', 'company.merged', (tx, { payload }) => moveCompany(tx, payload.fromId, payload.intoId));
	jobs.add({
		name: 'insights.mining',
		cron: '* * * * *',
		act: async () => {
			for (let round = 0; round < batchesAMinute; round++) {
				const ids = await listUnweighed(deps.sql, batch);
				await refreshMining(deps.sql, ids);
				if (ids.length < batch) return;
			}
		},
	});
}
