import type { WorkerContext } from '../../platform/module.ts';
import { followPosts } from './reputation.queries.ts';
import { settleReputation, settleThreadReputation } from './reputation.service.ts';

export function reputationJobs({ subscriptions }: WorkerContext): void {
	subscriptions.on('reputation', 'vote.cast', (tx, { payload }) =>
		settleReputation(tx, payload.postId, { voter: payload.memberId }),
	);
	for (const name of ['answer.accepted', 'answer.unaccepted'] as const) {
		subscriptions.on('reputation', name, (tx, { payload }) => settleReputation(tx, payload.postId, 'acceptance'));
	}
	for (const name of ['post.deleted', 'post.restored', 'post.held', 'post.released'] as const) {
		subscriptions.on('reputation', name, (tx, { payload }) =>
			payload.postKind === 'opening'
				? settleThreadReputation(tx, payload.threadId)
				: settleReputation(tx, payload.postId, 'all'),
		);
	}
	subscriptions.on('reputation', 'posts.moved', (tx, { payload }) => followPosts(tx, payload.postIds));
}
