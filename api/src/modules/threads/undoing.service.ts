import { threadPath } from '@ikatan/contracts/paths';
import type { Act } from '@ikatan/contracts/acting';
import type { SignedIn } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { visibilityFor } from '../spaces/index.ts';
import type { Acting, Done } from './acting.ts';
import { refusalOfKind, refusalOfUndo } from './acting.policy.ts';
import * as queries from './acting.queries.ts';
import { changeThread } from './acting.service.ts';
import { deletePostAs, restorePostAs } from './delete.service.ts';
import { found, refuse } from './doing.ts';
import { findPost, lockAnyThread } from './facts.queries.ts';
import { holdPost, releasePost } from './holding.service.ts';
import { undoMerge } from './merging.service.ts';

const opposites: Record<Act, Act> = {
	lock: 'unlock',
	unlock: 'lock',
	close: 'reopen',
	reopen: 'close',
	pin: 'unpin',
	unpin: 'pin',
	unlist: 'list',
	list: 'unlist',
	move: 'move',
	'change-kind': 'change-kind',
	merge: 'split',
	split: 'merge',
	hold: 'release',
	release: 'hold',
	delete: 'restore',
	restore: 'delete',
};

/**
 * Undoes a moderator's deed, in the caller's transaction: all stands as before it. Throws 404, 403, and 409 when it was undone
 * already or something else was changed since that it would overwrite.
 */
export async function undoDeed(tx: Tx, acting: Acting, deedId: number): Promise<Done> {
	const { threadId, act, spaceId } = found(await queries.findDeed(tx, deedId));
	if (acting.actor && !(await mayKnow(tx, acting.actor, { threadId, spaceId }))) throw notFound();
	// Merges lock both threads themselves, lower number first.
	const joins = act === 'merge' || act === 'split';
	const thread = joins ? undefined : found(await lockAnyThread(tx, threadId));
	const deed = found(await queries.lockDeed(tx, deedId));
	if (acting.actor) refuse(refusalOfUndo(acting.actor, deed));
	if (deed.undoneAt !== null) throw conflict();
	const reason = deed.reason;
	await queries.markUndone(tx, deedId, acting.actor?.id ?? null);
	if (joins) return await undoMerge(tx, acting, deed);
	if (deed.postId !== null) return await undoOnPost(tx, { ...acting, reason }, deed.act, deed.postId);
	const { watches = [], mergeId: _, ...before } = deed.before;
	const stands = Object.entries(deed.after).every(
		([key, value]) => thread?.[key as keyof queries.Patch] === value || key === 'mergeId',
	);
	if (!thread || !stands) throw conflict();
	if (acting.actor && before.kind) refuse(refusalOfKind(acting.actor, before.kind));
	return await changeThread(tx, acting, thread, opposites[deed.act], before, watches);
}

/** A moderator of the site who is a customer reads no other company's matters, and learns of no deed there. */
async function mayKnow(tx: Tx, actor: SignedIn, deed: { threadId: number; spaceId: number }): Promise<boolean> {
	const { openSpaceIds, ownCompanySpaceIds, companyId } = await visibilityFor(tx, actor);
	if (openSpaceIds.includes(deed.spaceId)) return true;
	if (!ownCompanySpaceIds.includes(deed.spaceId)) return false;
	return (await queries.findCompanyOfThread(tx, deed.threadId)) === companyId;
}

/** The opposite deed on a post; where that needs a reason it is the one that was given before. */
async function undoOnPost(tx: Tx, acting: Acting, act: Act, postId: number): Promise<Done> {
	const opposite = opposites[act];
	const given = { ...acting, reason: acting.reason || '–' };
	const bare = { ...acting, reason: '' };
	if (opposite === 'release') return await releasePost(tx, bare, postId);
	if (opposite === 'hold') return await holdPost(tx, given, postId);
	if (opposite === 'restore') return await restorePostAs(tx, bare, postId);
	if (opposite === 'delete') return await deletePostAs(tx, given, postId);
	const post = found(await findPost(tx, postId));
	const thread = found(await lockAnyThread(tx, post.threadId));
	return { deedId: null, act: opposite, path: threadPath(thread), version: thread.version };
}
