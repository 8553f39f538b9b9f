import { inTransaction, type Sql } from '../../platform/db.ts';
import { differencesOf, everyRowOf, type Derived, type Difference } from '../../platform/derived.ts';
import { currentSettings } from '../settings/index.ts';
import { awardsFor, voteReasons, type Award } from './points.ts';
import * as queries from './recount.queries.ts';
import { settleReputation } from './reputation.service.ts';

/** A thread that became an answer keeps what its votes gave: an upvote is an upvote. */
const named = ({ memberId, reason, causeMemberId }: Pick<Award, 'memberId' | 'reason' | 'causeMemberId'>) =>
	`${voteReasons.includes(reason) ? 'upvoted' : reason} to ${memberId} by ${causeMemberId}`;

/** Deeds that the ledger does not know, and entries without their deed. What gives no points by the settings of today is no error. */
async function compareLedger(sql: Sql, postIds: number[]): Promise<Difference[]> {
	const { points } = await currentSettings(sql);
	const [deeds, entries] = await Promise.all([queries.listDeeds(sql, postIds), queries.listAllStanding(sql, postIds)]);
	const standing = Map.groupBy(entries, ({ postId }) => postId);
	const everything = Object.fromEntries(Object.keys(points).map((reason) => [reason, 1])) as typeof points;
	return deeds.flatMap(({ id, ...deed }) => {
		const held = new Set((standing.get(id) ?? []).map(named));
		const wanted = new Set(awardsFor(deed, points).map(named));
		const allowed = new Set(awardsFor(deed, everything).map(named));
		const missing = [...wanted].filter((entry) => !held.has(entry));
		const surplus = [...held].filter((entry) => !allowed.has(entry) && !entry.startsWith('answer-confirmed'));
		return [
			...missing.map((what) => ({ id, what, stored: null, counted: 1 })),
			...surplus.map((what) => ({ id, what, stored: 1, counted: null })),
		];
	});
}

/** The ledger beside what was done on posts, and members' reputation beside the ledger. */
export const reputationDerived: Derived[] = [
	{
		name: 'reputation.ledger',
		followsWithin: 5,
		list: ({ sql }, afterId, limit) => queries.listJudged(sql, afterId, limit),
		differing: ({ sql }, ids) => compareLedger(sql, ids),
		mend: async ({ sql }, ids) => {
			for (const id of ids) await inTransaction(sql, (tx) => settleReputation(tx, id, 'all'));
		},
	},
	{
		name: 'reputation.members',
		followsWithin: 0,
		list: everyRowOf('members'),
		differing: async ({ sql }, ids) => differencesOf(await queries.compareSums(sql, ids)),
		mend: ({ sql }, ids) => inTransaction(sql, (tx) => queries.resum(tx, ids)),
	},
];
