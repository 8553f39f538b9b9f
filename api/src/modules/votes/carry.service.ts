import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import {
	findCarrier,
	listCarriers,
	moveThreadScore,
	settleCarries,
	type Carried,
	type Carrier,
} from '../threads/index.ts';
import * as queries from './carry.queries.ts';
import { moveMeToo, movingScore } from './votes.queries.ts';

type Mark = 'vote' | 'me-too';
type Change = Carried & { mark: Mark };

/**
 * Brings what duplicates carry over in line with the links as they stand, for a thread and all that are duplicates of it: votes and
 * “me too” are added at the end of the chain, and taken back where it is no longer the end. Twice is the same as once.
 */
export async function carryMarks(deps: Deps, tx: Tx, threadId: number): Promise<void> {
	const changes: Change[] = [];
	for (const carrier of await listCarriers(tx, threadId)) {
		changes.push(...(await settle(tx, 'vote', carrier)), ...(await settle(tx, 'me-too', carrier)));
	}
	await act(deps, tx, changes);
}

/** The same after a vote or “me too” on a thread that may be a duplicate: it counts where the duplicate counts. */
export async function carryMark(deps: Deps, tx: Tx, threadId: number, mark: Mark): Promise<void> {
	const carrier = await findCarrier(tx, threadId);
	if (carrier.to) await act(deps, tx, await settle(tx, mark, carrier));
}

async function settle(tx: Tx, mark: Mark, carrier: Carrier): Promise<Change[]> {
	const members = await membersOf(tx, mark, carrier);
	return (await settleCarries(tx, mark, carrier, members)).map((carried) => ({ ...carried, mark }));
}

async function membersOf(tx: Tx, mark: Mark, { fromThreadId, to }: Carrier): Promise<number[]> {
	if (to === null) return [];
	if (mark === 'vote') return await queries.listBackers(tx, fromThreadId);
	// An idea has votes, no “me too”.
	return to.kind === 'question' || to.kind === 'problem' ? await queries.listAffected(tx, fromThreadId) : [];
}

/** Moves the numbers, lowest thread first as everywhere, and tells the open pages. */
async function act(deps: Deps, tx: Tx, changes: Change[]): Promise<void> {
	const threadIds = [...new Set(changes.map((change) => change.threadId))].sort((one, other) => one - other);
	for (const threadId of threadIds) {
		const postId = await queries.lockOpening(tx, threadId);
		for (const { mark, came, went } of changes.filter((change) => change.threadId === threadId)) {
			if (mark === 'me-too') await moveMeToo(tx, threadId, await queries.putCarriedMeToo(tx, threadId, came, went));
			else if (postId !== undefined) {
				const by = await queries.putCarriedVotes(tx, postId, came, went);
				await movingScore(tx, postId, by, 0);
				await moveThreadScore(tx, threadId, by);
			}
		}
	}
	if (threadIds.length === 0) return;
	await deps.live.announce(tx, { topic: 'threads', message: { type: 'numbers-changed', threadIds } });
}
