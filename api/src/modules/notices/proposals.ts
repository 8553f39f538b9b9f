import type { Db } from '../../platform/db.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { moderatorsOf } from '../spaces/index.ts';
import { hasProposedDuplicate } from '../threads/index.ts';
import { findPlace, withdrawNotices } from './notices.queries.ts';
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
		const known = await listAsked(tx, place.threadId, moderators);
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

/** Of these members those who were asked about the thread already. */
async function listAsked(sql: Db, threadId: number, memberIds: number[]): Promise<number[]> {
	const rows = await sql<{ memberId: number }[]>`
		select distinct member_id from notices
		where member_id = any(${memberIds}::bigint[]) and thread_id = ${threadId} and kind = ${kind}`;
	return rows.map((row) => row.memberId);
}
