import type { Tx } from '../../platform/db.ts';
import { loadSettings } from '../settings/index.ts';
import { awardsFor, capped, voteReasons, type Award } from './points.ts';
import * as queries from './reputation.queries.ts';

/**
 * Brings the ledger in line with a post's votes and acceptance as they stand: adds what is missing, undoes what no longer holds.
 * With `causeMemberId` only that member's deeds are compared (besides acceptance); null compares all. Twice is the same as once.
 */
export async function settleReputation(tx: Tx, postId: number, causeMemberId: number | null): Promise<void> {
	const settings = await loadSettings(tx);
	const deeds = await queries.findDeeds(tx, postId, causeMemberId);
	if (!deeds) return;
	const wanted = awardsFor(deeds, settings.points);
	const before = await queries.listStanding(tx, postId, causeMemberId);
	await queries.lockMembers(tx, [...new Set([...wanted, ...before].map((entry) => entry.memberId))]);
	// Read again under the lock: another transaction may have settled meanwhile.
	const standing = await queries.listStanding(tx, postId, causeMemberId);
	const same = (one: Award | queries.LedgerRow) => `${one.memberId} ${one.reason} ${one.causeMemberId}`;
	const wantedKeys = new Set(wanted.map(same));
	const standingKeys = new Set(standing.map(same));
	const undone = standing.filter((row) => !wantedKeys.has(same(row)));
	if (undone.length > 0) await queries.undoEntries(tx, undone);
	for (const award of wanted.filter((award) => !standingKeys.has(same(award)))) {
		const isVote = voteReasons.includes(award.reason);
		const points = isVote
			? capped(award.worth, await queries.sumGainedToday(tx, award.memberId), settings.reputationDailyVoteCap)
			: award.worth;
		await queries.insertEntry(tx, award, points, deeds.threadId, postId);
	}
}
