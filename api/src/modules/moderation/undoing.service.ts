import { inTransaction, type Tx } from '../../platform/db.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { write as audit } from '../audit/index.ts';
import {
	editPostAs,
	findDeed,
	findLastNumber,
	findRevision,
	prepareBody,
	sayWhyHeld,
	undoDeed,
	type PreparedBody,
} from '../threads/index.ts';
import type { Deciding } from './deciding.service.ts';
import * as queries from './decisions.queries.ts';
import { announceDesk } from './desk.ts';
import { lockItem, reopen, weigh, type LockedItem } from './items.queries.ts';
import { reachFor } from './reach.ts';
import { lift, unlift } from './sanctions.service.ts';
import { tellAuthor, tellReporters } from './telling.ts';

/**
 * Undoes a decision: the post stands as before it, the sanction is lifted, the reports wait again, and those who were told of it hear.
 * Returns the number of the item, open again. Throws 404, 409 when it was undone, or the post was edited since.
 */
export async function undoDecision(deciding: Deciding, decisionId: number): Promise<number> {
	const { deps, actor } = deciding;
	const { reach } = await reachFor(deps.sql, actor);
	const seen = await queries.findDecision(deps.sql, decisionId);
	if (!seen) throw notFound();
	const earlier = await textBefore(deciding, seen);
	return await inTransaction(deps.sql, async (tx) => {
		const item = await lockItem(tx, reach, seen.itemId, deps.clock.now());
		const decision = await queries.findDecision(tx, decisionId);
		if (!item || !decision) throw notFound();
		if (decision.undoneAt !== null || item.state !== 'decided') throw conflict('nothing-to-undo');
		await queries.markUndone(tx, decisionId, actor.id);
		const changed = await putBack(tx, deciding, item, decision, earlier);
		if (decision.sanctionId !== null)
			await lift(deps, tx, { actor, sanctionId: decision.sanctionId, giveBack: true, spaceId: item.spaceId });
		if (decision.before.liftedId !== undefined)
			await unlift(deps, tx, { actor, sanctionId: decision.before.liftedId, spaceId: item.spaceId });
		const reporterIds = await queries.reopenReports(tx, item.id);
		const openId = await reopen(tx, item);
		await weigh(tx, openId);
		await audit(tx, {
			actorId: actor.id,
			action: 'queue.undone',
			subjectKind: 'post',
			subjectId: item.postId,
			spaceId: item.spaceId,
			details: { itemId: item.id, decisionId, action: decision.action },
		});
		if (changed) await tellAuthor(deps, tx, item.postId, 'undone', {});
		await tellReporters(deps, tx, item.postId, reporterIds, { outcome: 'undone', answer: '' });
		await announceDesk(deps, tx, [item.id, openId], deciding.origin);
		return openId;
	});
}

type Earlier = { prepared: PreparedBody; revision: number };

/** The text that a decision edited, rendered again before the transaction. */
async function textBefore({ deps }: Deciding, { itemId, before }: queries.DecisionRow): Promise<Earlier | undefined> {
	if (before.revision === undefined || before.revision < 2) return undefined;
	const revision = before.revision - 1;
	const postId = await queries.findPostOf(deps.sql, itemId);
	const text = await findRevision(deps.sql, postId, revision);
	return text && { revision, prepared: await prepareBody(deps, text.sourceText) };
}

/** What was done to the post, undone last first; what somebody undid elsewhere is left. True when anything changed for the author. */
async function putBack(
	tx: Tx,
	{ deps, actor, origin }: Deciding,
	{ postId }: LockedItem,
	{ action, before }: queries.DecisionRow,
	earlier: Earlier | undefined,
): Promise<boolean> {
	if (action === 'delete' && before.deedIds.length === 0) throw conflict('nothing-to-undo');
	const acting = { deps, actor, origin };
	let changed = false;
	for (const deedId of [...before.deedIds].reverse()) {
		const deed = await findDeed(tx, deedId);
		if (!deed || deed.undoneAt !== null) continue;
		await undoDeed(tx, acting, deedId);
		// The opposite of showing a post is to hide it, with nothing to say against it.
		if (deed.act === 'release') await sayWhyHeld(tx, postId, '');
		changed = true;
	}
	if (before.heldReason !== undefined) await sayWhyHeld(tx, postId, before.heldReason);
	if (!earlier) return changed || before.heldReason !== undefined;
	if ((await findLastNumber(tx, postId)) !== before.revision) throw conflict();
	await editPostAs(tx, acting, postId, { prepared: earlier.prepared, rollbackOf: earlier.revision });
	return true;
}
