import type { Deps } from '../../platform/deps.ts';
import type { Db } from '../../platform/db.ts';

/** Tells open boards which cards changed (none: look at all again). Call it last in the transaction. */
export async function announceBoard(deps: Deps, db: Db, ids: number[], origin?: string): Promise<void> {
	await deps.live.announce(db, {
		topic: 'desk:insights',
		message: { type: 'desk-changed', desk: 'insights', ids: ids.slice(0, 200) },
		origin,
	});
}
