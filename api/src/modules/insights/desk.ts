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

/** Tells staff who have a thread open that what is captured of it changed; words from outside have none. Call it last, too. */
export async function announceQuotes(deps: Deps, db: Db, threadId: number | null, origin?: string): Promise<void> {
	if (threadId === null) return;
	await deps.live.announce(db, {
		topic: 'desk:quotes',
		message: { type: 'desk-changed', desk: 'quotes', ids: [threadId] },
		origin,
	});
}

/** Many quotes went elsewhere: whoever has a thread open looks again. */
export async function announceManyQuotes(deps: Deps, db: Db): Promise<void> {
	await deps.live.announce(db, {
		topic: 'desk:quotes',
		message: { type: 'desk-changed', desk: 'quotes', ids: [] },
	});
}
