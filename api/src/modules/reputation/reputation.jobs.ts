import type { WorkerContext } from '../../platform/module.ts';
import { settleReputation } from './reputation.service.ts';

export function reputationJobs({ subscriptions }: WorkerContext): void {
	subscriptions.on('reputation', 'vote.cast', (tx, { payload }) => settleReputation(tx, payload.postId, payload.memberId));
	for (const name of ['answer.accepted', 'answer.unaccepted', 'post.deleted', 'post.restored'] as const) {
		subscriptions.on('reputation', name, (tx, { payload }) => settleReputation(tx, payload.postId, null));
	}
}
