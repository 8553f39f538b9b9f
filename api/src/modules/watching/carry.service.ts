import type { Tx } from '../../platform/db.ts';
import { listCarriers, settleCarries } from '../threads/index.ts';
import { dropCarried, listOwnWatchers, putCarried } from './carry.queries.ts';

/**
 * Has those who watch a duplicate watch the thread at the end of its chain, for as long as it is one; for all that are duplicates
 * of the thread named. A level that stands there is left as it is. Twice is the same as once.
 */
export async function carryWatches(tx: Tx, threadId: number): Promise<void> {
	for (const carrier of await listCarriers(tx, threadId)) {
		const { fromThreadId, to } = carrier;
		const watchers = to === null ? [] : await listOwnWatchers(tx, fromThreadId, to);
		for (const { threadId: targetId, came, went } of await settleCarries(tx, 'watch', carrier, watchers)) {
			await dropCarried(tx, targetId, went);
			await putCarried(tx, fromThreadId, targetId, came);
		}
	}
}
