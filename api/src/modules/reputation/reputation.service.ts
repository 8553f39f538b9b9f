import type { Tx } from '../../platform/db.ts';
import { loadSettings, type Settings } from '../settings/index.ts';
import { awardsFor, capped, voteReasons, type Award } from './points.ts';
import * as queries from './reputation.queries.ts';

/**
 * Brings the ledger in line with a post's votes and acceptance as they stand: adds what is missing, undoes what no longer holds;
 * only the deeds compared are looked at. Twice is the same as once.
 */
export async function settleReputation(tx: Tx, postId: number, compared: queries.Compared): Promise<void> {
	const settings = await loadSettings(tx);
	const deeds = await queries.findDeeds(tx, postId, compared);
	if (!deeds) return;
	const wanted = awardsFor(deeds, settings.points);
	const before = await queries.listStanding(tx, postId, compared);
	if (wanted.length === 0 && before.length === 0) return;
	await queries.lockMembers(tx, [...new Set([...wanted, ...before].map((entry) => entry.memberId))]);
	// Read again under the lock: another transaction may have settled meanwhile.
	const standing = await queries.listStanding(tx, postId, compared);
	const wantedKeys = new Set(wanted.map(same));
	const standingKeys = new Set(standing.map(same));
	const undone = standing.filter((row) => !wantedKeys.has(same(row)));
	if (undone.length > 0) await queries.undoEntries(tx, undone);
	let missing = wanted.filter((award) => !standingKeys.has(same(award)));
	if (compared === 'all' && missing.length > 0) {
		const back = new Set((await queries.bringBack(tx, postId, missing)).map(same));
		missing = missing.filter((award) => !back.has(same(award)));
	}
	if (missing.length === 0) return;
	await queries.insertEntries(tx, { threadId: deeds.threadId, postId }, await afterCap(tx, missing, settings));
}

/** The same for every post of a thread: it was deleted or restored as a whole. */
export async function settleThreadReputation(tx: Tx, threadId: number): Promise<void> {
	for (const postId of await queries.listJudgedPosts(tx, threadId)) await settleReputation(tx, postId, 'all');
}

const same = (one: Award | queries.LedgerRow) => `${one.memberId} ${one.reason} ${one.causeMemberId}`;

/** What the awards give: votes up to what is left of each member's day. */
async function afterCap(tx: Tx, awards: Award[], { reputationDailyVoteCap }: Settings) {
	const gained = await queries.sumGainedToday(tx, [...new Set(awards.map((award) => award.memberId))]);
	return awards.map((award) => {
		if (!voteReasons.includes(award.reason)) return { ...award, points: award.worth };
		const before = gained.get(award.memberId) ?? 0;
		const points = capped(award.worth, before, reputationDailyVoteCap);
		gained.set(award.memberId, before + points);
		return { ...award, points };
	});
}
