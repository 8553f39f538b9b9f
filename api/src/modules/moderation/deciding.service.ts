import type { Verdict } from '@ikatan/contracts/moderation';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, invalid, notFound, Refusal } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { write as audit } from '../audit/index.ts';
import {
	deletePostAs,
	editPostAs,
	holdPost,
	prepareBody,
	releasePost,
	sayWhyHeld,
	type PreparedBody,
} from '../threads/index.ts';
import { closeReports, insertDecision, type Before } from './decisions.queries.ts';
import { announceDesk } from './desk.ts';
import { lockItem, markDecided, type LockedItem } from './items.queries.ts';
import { endSilenceByReports } from './auto-silence.ts';
import { reachFor, type Reach } from './reach.ts';
import { impose } from './sanctions.service.ts';
import { tellAuthor, tellReporters, type Decided } from './telling.ts';

export type Deciding = { deps: Deps; actor: SignedIn; origin?: string };
type Judged = Verdict & { requestKey: string };

/** An item that is open and that nobody else has claimed. Throws 404, 409 `decided-already`, `claimed-already`. */
export async function openItem(tx: Tx, { deps, actor }: Deciding, reach: Reach, itemId: number): Promise<LockedItem> {
	const item = await lockItem(tx, reach, itemId, deps.clock.now());
	if (!item) throw notFound();
	if (item.state !== 'open') throw conflict('decided-already');
	if (item.claimedBy !== null && item.claimedBy !== actor.id)
		throw conflict('claimed-already', { params: { name: item.claimedByName ?? '' } });
	return item;
}

/** Throws 422 for a verdict that lacks its reason or its text. */
function check({ action, reason, sourceText, sanction }: Verdict): void {
	if (action === 'edit' && !sourceText) throw invalid({ sourceText: 'required' });
	if ((action !== 'keep' || sanction) && reason === '') throw invalid({ reason: 'required' });
}

/**
 * Decides an item, once per request key: the post, a sanction, the reports, the log and who is told, all in one transaction. `version`
 * is the one that the moderator saw. Throws as `openItem`, 409 `conflict` when the post has changed since, 422.
 */
export async function decide(
	deciding: Deciding,
	itemId: number,
	{ version, ...verdict }: Judged & { version?: number },
): Promise<number> {
	check(verdict);
	const { deps, actor } = deciding;
	const { reach } = await reachFor(deps.sql, actor);
	const prepared = verdict.action === 'edit' ? await prepareBody(deps, verdict.sourceText ?? '') : undefined;
	const key = { memberId: actor.id, key: verdict.requestKey, deed: `queue.decide ${itemId}` };
	const { decisionId } = await inTransaction(deps.sql, (tx) =>
		once(tx, key, async () => {
			const item = await openItem(tx, deciding, reach, itemId);
			const changed = version !== undefined && version !== item.version;
			const gone = item.postState === 'deleted' && verdict.action !== 'keep' && verdict.action !== 'delete';
			if (changed || gone) throw conflict();
			return { decisionId: await carryOut(tx, deciding, item, verdict, prepared) };
		}),
	);
	return decisionId;
}

/** Decides many alike, each in a transaction of its own: what changed meanwhile is left. Twice with one key decides no more. */
export async function decideMany(
	deciding: Deciding,
	ids: number[],
	{ requestKey, ...verdict }: Judged,
): Promise<{ decided: number[]; left: number[] }> {
	check(verdict);
	const decided: number[] = [];
	for (const id of new Set(ids)) {
		try {
			await decide(deciding, id, { ...verdict, requestKey: `${requestKey.slice(0, 80)}:${id}` });
			decided.push(id);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
		}
	}
	return { decided, left: [...new Set(ids)].filter((id) => !decided.includes(id)) };
}

async function carryOut(
	tx: Tx,
	deciding: Deciding,
	item: LockedItem,
	verdict: Verdict,
	prepared: PreparedBody | undefined,
): Promise<number> {
	const { deps, actor, origin } = deciding;
	const { action, reason, rule = null, toReporters } = verdict;
	const outcome = action === 'keep' ? 'kept' : 'acted';
	const before = await actOnPost(tx, deciding, item, verdict, prepared);
	const sanctionId = await sanctionAuthor(tx, deciding, item, verdict);
	await markDecided(tx, item.id, actor.id);
	const reporterIds = await closeReports(tx, item.id, { outcome, answer: toReporters });
	if (action === 'keep') before.liftedId = await endSilenceByReports(deps, tx, actor, item);
	const decision = { itemId: item.id, actorId: actor.id, action, rule, reason, toReporters, before, sanctionId };
	const decisionId = await insertDecision(tx, decision);
	await audit(tx, {
		actorId: actor.id,
		action: 'queue.decided',
		subjectKind: 'post',
		subjectId: item.postId,
		spaceId: item.spaceId,
		details: { itemId: item.id, decisionId, action, reason, rule, causes: item.causes, reports: reporterIds.length },
	});
	const told = whatAuthorHears(item, verdict);
	if (told) await tellAuthor(deps, tx, item.postId, told, { rule, reason });
	await tellReporters(deps, tx, item.postId, reporterIds, { outcome, answer: toReporters });
	await announceDesk(deps, tx, [item.id], origin);
	return decisionId;
}

/** What is done to the post, through the threads module; returns what undoing needs. */
async function actOnPost(
	tx: Tx,
	{ deps, actor, origin }: Deciding,
	{ postId, postState }: LockedItem,
	{ action, reason, rule }: Verdict,
	prepared: PreparedBody | undefined,
): Promise<Before> {
	const acting = { deps, actor, reason, rule, origin };
	const deeds: (number | null)[] = [];
	const before: Before = { deedIds: [] };
	if (action === 'edit' && prepared)
		before.revision = (await editPostAs(tx, acting, postId, { prepared })) ?? undefined;
	if (action === 'hide' && postState === 'held') before.heldReason = await sayWhyHeld(tx, postId, reason);
	else if (action === 'hide') deeds.push((await holdPost(tx, acting, postId)).deedId);
	if (action === 'delete') deeds.push((await deletePostAs(tx, acting, postId)).deedId);
	if ((action === 'keep' || action === 'edit') && postState === 'held')
		deeds.push((await releasePost(tx, acting, postId)).deedId);
	return { ...before, deedIds: deeds.filter((id) => id !== null) };
}

async function sanctionAuthor(
	tx: Tx,
	{ deps, actor }: Deciding,
	{ authorId, spaceId }: LockedItem,
	{ sanction, reason }: Verdict,
): Promise<number | null> {
	if (!sanction) return null;
	if (authorId === null) throw invalid({ sanction: 'bad-value' });
	return await impose(deps, tx, { ...sanction, actor, memberId: authorId, reason, spaceId });
}

/** Nothing where all stays as it was: nobody needs to know that somebody complained. */
function whatAuthorHears({ postState }: LockedItem, { action }: Verdict): Decided | null {
	if (action === 'hide') return 'hidden';
	if (action === 'delete') return 'deleted';
	if (action === 'edit') return 'edited';
	return postState === 'held' ? 'published' : null;
}
