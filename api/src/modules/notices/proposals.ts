import type { WorkerContext } from '../../platform/module.ts';
import { moderatorsOf } from '../spaces/index.ts';
import { hasProposedDuplicate } from '../threads/index.ts';
import { findPlace, listTold, withdrawNotices } from './notices.queries.ts';
import { notify, tellPages } from './notify.ts';
import type { Recipients } from './recipients.ts';

const kind = 'duplicate-proposed' as const;

/**
 * Asks those who decide whether a thread is a duplicate: its asker each time, moderators once for a thread. Who has not looked by
 * the time that it is decided is asked no more.
 */
export function proposalNotices({ deps, subscriptions }: WorkerContext): void {
	subscriptions.on('notices', 'thread.duplicate-proposed', async (tx, { id, actorId, payload: { postId } }) => {
		const place = await findPlace(tx, postId);
		if (!place) return;
		const recipients: Recipients = new Map();
		const moderators = await moderatorsOf(tx, place.spaceId);
		const known = await listTold(tx, place.threadId, kind, moderators);
		const fresh = moderators.filter((memberId) => !known.includes(memberId));
		for (const memberId of [place.threadAuthorId, ...fresh]) {
			if (memberId !== null && memberId !== actorId) recipients.set(memberId, kind);
		}
		await notify(deps, tx, recipients, { eventId: id, actorId, postId, place });
	});
	for (const name of ['thread.duplicate-linked', 'thread.duplicate-declined'] as const) {
		subscriptions.on('notices.proposals', name, async (tx, { payload: { threadId } }) => {
			if (await hasProposedDuplicate(tx, threadId)) return;
			await tellPages(deps, tx, await withdrawNotices(tx, { threadId, kinds: [kind] }));
		});
	}
}
