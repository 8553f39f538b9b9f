import type { Tx } from '../../platform/db.ts';
import { loadSettings, type Settings } from '../settings/index.ts';
import { awardsFor, capped, voteReasons, type Award } from './points.ts';
import * as queries from './reputation.queries.ts';

/**
 * Brings the ledger in line with a post's votes and acceptance as they stand: adds what is missing, undoes what no longer holds;
 * only the deeds compared are looked at. Twice is the same as once.
 */
export async function settleReputation(tx: Tx, postId: number, compared: queries.Compared): Promise<void> {
	const deeds = await queries.findDeeds(tx, postId, compared);
	if (!deeds) return;
	const bringBack = compared === 'all' ? (missing: Award[]) => queries.bringBack(tx, postId, missing) : undefined;
	await settle(tx, [deeds], () => queries.listStanding(tx, postId, compared), bringBack);
}

/** The same for single votes, of many posts at once. */
export async function settleVotes(tx: Tx, votes: queries.Voted[]): Promise<void> {
	const deeds = await queries.findVotes(tx, votes);
	const there = new Set(deeds.map(({ postId }) => postId));
	const known = votes.filter(({ postId }) => there.has(postId));
	await settle(tx, deeds, () => queries.listStandingOf(tx, known));
}

async function settle(
	tx: Tx,
	deeds: queries.PostDeeds[],
	listStanding: () => Promise<queries.LedgerRow[]>,
	bringBack?: (missing: Award[]) => Promise<queries.LedgerRow[]>,
): Promise<void> {
	const settings = await loadSettings(tx);
	const wanted = deeds.flatMap(({ postId, threadId, ...post }) =>
		awardsFor(post, settings.points).map((award) => ({ ...award, postId, threadId })),
	);
	const before = await listStanding();
	if (wanted.length === 0 && before.length === 0) return;
	await queries.lockMembers(tx, [...new Set([...wanted, ...before].map((entry) => entry.memberId))]);
	// Read again under the lock: another transaction may have settled meanwhile.
	const standing = await listStanding();
	const wantedKeys = new Set(wanted.map(same));
	const standingKeys = new Set(standing.map(same));
	const undone = standing.filter((row) => !wantedKeys.has(same(row)));
	await queries.undoEntries(tx, undone);
	let missing = wanted.filter((award) => !standingKeys.has(same(award)));
	const back = missing.length > 0 && bringBack ? await bringBack(missing) : [];
	const backKeys = new Set(back.map(same));
	missing = missing.filter((award) => !backKeys.has(same(award)));
	const given = missing.length > 0 ? await afterCap(tx, missing, settings) : [];
	await queries.insertEntries(tx, given);
	await queries.moveSums(tx, [...undone.map((row) => ({ ...row, points: -row.points })), ...back, ...given]);
}

/** The same for every post of a thread: it was deleted or restored as a whole. */
export async function settleThreadReputation(tx: Tx, threadId: number): Promise<void> {
	for (const postId of await queries.listJudgedPosts(tx, threadId)) await settleReputation(tx, postId, 'all');
}

const same = (one: queries.PlacedAward | queries.LedgerRow) =>
	`${one.postId} ${one.memberId} ${one.reason} ${one.causeMemberId}`;

/** What the awards give: votes up to what is left of each member's day. */
async function afterCap(tx: Tx, awards: queries.PlacedAward[], { reputationDailyVoteCap }: Settings) {
	const gained = await queries.sumGainedToday(tx, [...new Set(awards.map((award) => award.memberId))]);
	return awards.map((award) => {
		if (!voteReasons.includes(award.reason)) return { ...award, points: award.worth };
		const before = gained.get(award.memberId) ?? 0;
		const points = capped(award.worth, before, reputationDailyVoteCap);
		gained.set(award.memberId, before + points);
		return { ...award, points };
	});
}
