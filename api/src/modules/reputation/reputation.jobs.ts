import type { WorkerContext } from '../../platform/module.ts';
import { followPosts } from './reputation.queries.ts';
import { settleReputation, settleThreadReputation, settleVotes } from './reputation.service.ts';

export function reputationJobs({ subscriptions }: WorkerContext): void {
	subscriptions.onMany('reputation', 'vote.cast', async (tx, events) => {
		// Who changed their mind meanwhile is compared once.
		const votes = new Map(
			events.map(({ payload: { postId, memberId } }) => [`${postId} ${memberId}`, { postId, memberId }]),
		);
		await settleVotes(tx, [...votes.values()]);
	});
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
