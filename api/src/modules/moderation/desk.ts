import type { Deps } from '../../platform/deps.ts';
import type { Db } from '../../platform/db.ts';

/** Tells open queues which items changed (none: look at all again). Call it last in the transaction. */
export async function announceDesk(deps: Deps, db: Db, ids: number[], origin?: string): Promise<void> {
	await deps.live.announce(db, {
		topic: 'desk:moderation',
		message: { type: 'desk-changed', desk: 'moderation', ids: ids.slice(0, 200) },
		origin,
	});
}
