import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { PostRef } from '@ikatan/contracts/asking';
import type { deletePost } from '@ikatan/contracts/editing';
import type { z } from 'zod';
import { inTransaction, type Sql, type Tx } from '../../platform/db.ts';
import { publish } from '../../platform/events.ts';
import { currentSettings, loadSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { checkReason, noteDeed, openThreadOf, type Acting, type Done } from './acting.ts';
import { refusalOfPostAct } from './acting.policy.ts';
import * as queries from './delete.queries.ts';
import { found, foundPost, placeOf, refuse, shownState, type Doing } from './doing.ts';
import type { PostFacts, State, ThreadFacts } from './facts.ts';
import { findPost, lockThreadOfPost } from './facts.queries.ts';
import { bumpThread, moveComments, moveThread, settleSolved } from './numbers.queries.ts';
import { deletionOf, refusalOfDelete, refusalOfRestore } from './threads.policy.ts';

type Outcome = z.input<typeof deletePost.reply>;
const day = 24 * 60 * 60 * 1000;

/**
 * Deletes a post, takes only its author's name off, or keeps it, as the policy says. Throws 404, 403 with the reason, 422 where a
 * moderator gives none.
 */
export async function remove(
	doing: Doing,
	postId: number,
	{ hideName, reason }: { hideName: boolean; reason: string },
): Promise<Outcome> {
	const { actor, deps } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	return await inTransaction(deps.sql, async (tx) => {
		const thread = found(await lockThreadOfPost(tx, visibility, postId));
		const post = foundPost(actor, thread, await findPost(tx, postId));
		refuse(refusalOfDelete(actor, thread, post));
		const outcome = deletionOf(actor, thread, post, hideName);
		const others = post.authorId !== actor.id;
		if (others) checkReason({ ...doing, reason }, 'delete');
		if (outcome === 'deleted') await erase(tx, doing, thread, post);
		if (outcome === 'deleted' && others) await noteDeletion(tx, { ...doing, reason }, thread, post, 'delete');
		if (outcome === 'name-hidden') await queries.hideName(tx, postId);
		if (outcome !== 'kept') await tellOfChange(tx, doing, thread, post);
		return { outcome, threadPath: threadPath(thread) };
	});
}

/** As a moderator: deletes a post, in the caller's transaction; with an opening text the whole thread. Throws 404, 403, 422 without a reason. */
export async function deletePostAs(tx: Tx, acting: Acting, postId: number): Promise<Done> {
	checkReason(acting, 'delete');
	const { thread, post } = await openAs(tx, acting, postId, 'delete');
	const done = { act: 'delete', path: threadPath(thread) } as const;
	if (post.state === 'deleted') return { ...done, deedId: null, version: thread.version };
	await erase(tx, acting, thread, post);
	const deedId = await noteDeletion(tx, acting, thread, post, 'delete');
	return { ...done, deedId, version: await tellOfChange(tx, acting, thread, post) };
}

/** As a moderator: brings a deleted post back, in the caller's transaction. Throws 404, 403 with the reason, 410 when its text is gone. */
export async function restorePostAs(tx: Tx, acting: Acting, postId: number): Promise<Done> {
	const { thread, post } = await openAs(tx, acting, postId, 'restore');
	const path = post.kind === 'opening' ? threadPath(thread) : postPath(thread, postId);
	if (post.state !== 'deleted') return { act: 'restore', path, deedId: null, version: thread.version };
	if (acting.actor) {
		const { restoreWithinDays } = await loadSettings(tx);
		refuse(refusalOfRestore(acting.actor, thread, post, acting.deps.clock.now(), restoreWithinDays));
	}
	await revive(tx, acting, thread, post);
	const deedId = await noteDeletion(tx, acting, thread, post, 'restore');
	return { act: 'restore', path, deedId, version: await tellOfChange(tx, acting, thread, post) };
}

async function openAs(tx: Tx, acting: Acting, postId: number, act: 'delete' | 'restore') {
	const thread = await openThreadOf(tx, acting, postId);
	const row = await findPost(tx, postId);
	if (acting.actor === null) return { thread, post: found(row) };
	const post = foundPost(acting.actor, thread, row);
	refuse(refusalOfPostAct(acting.actor, thread, post, act));
	return { thread, post };
}

async function erase(tx: Tx, { actor }: Pick<Acting, 'actor'>, thread: ThreadFacts, post: PostFacts): Promise<void> {
	const known = post.state === 'published' && thread.state === 'published';
	const actorId = actor?.id ?? null;
	await queries.markDeleted(tx, post.id, actorId);
	if (post.kind === 'opening') await queries.markThreadDeleted(tx, thread.id);
	await moveNumbers(tx, thread, post, post.state === 'published' ? -1 : 0);
	if (known && post.acceptedAt !== null) {
		await publish(tx, 'answer.unaccepted', actorId, { ...placeOf(thread, post), askerId: thread.authorId });
	}
	await publish(tx, known ? 'post.deleted' : 'post.discarded', actorId, placeOf(thread, post));
}

/** What a post counts for in its thread's numbers, added (1) or taken away (-1); 0 only derives them again. */
export async function moveNumbers(tx: Tx, thread: ThreadFacts, post: PostFacts, by: 1 | 0 | -1): Promise<void> {
	const accepted = post.kind === 'answer' && post.acceptedAt !== null ? by : 0;
	await moveThread(tx, thread.id, {
		answers: post.kind === 'answer' ? by : 0,
		comments: post.kind === 'comment' ? by : 0,
		accepted,
	});
	if (post.kind === 'comment' && post.parentId !== null) await moveComments(tx, post.parentId, by);
	if (accepted !== 0) await settleSolved(tx, thread.id);
}

/** Deeds on other people's posts are kept and audited. */
async function noteDeletion(
	tx: Tx,
	acting: Acting,
	thread: ThreadFacts,
	post: PostFacts,
	act: 'delete' | 'restore',
): Promise<number> {
	const place = { threadId: thread.id, postId: post.id, spaceId: thread.spaceId };
	return await noteDeed(tx, acting, { act, ...place, before: {}, after: {} });
}

async function tellOfChange(
	tx: Tx,
	{ deps, origin }: Pick<Acting, 'deps' | 'origin'>,
	thread: ThreadFacts,
	post: PostFacts,
): Promise<number> {
	const version = await bumpThread(tx, thread.id);
	const message =
		post.kind === 'opening'
			? ({ type: 'thread-changed', threadId: thread.id, version } as const)
			: ({ type: 'post-changed', threadId: thread.id, postId: post.id, version } as const);
	await deps.live.announce(tx, { topic: `thread:${thread.id}`, message, origin });
	return version;
}

/** Brings a deleted post back. Throws 404, 410 when its text is gone, 403 with the reason. */
export async function restore(doing: Doing, postId: number): Promise<PostRef> {
	const { actor, deps } = doing;
	const [visibility, { restoreWithinDays }] = await Promise.all([
		visibilityFor(deps.sql, actor),
		currentSettings(deps.sql),
	]);
	return await inTransaction(deps.sql, async (tx) => {
		const thread = found(await lockThreadOfPost(tx, visibility, postId));
		const post = foundPost(actor, thread, await findPost(tx, postId));
		refuse(refusalOfRestore(actor, thread, post, deps.clock.now(), restoreWithinDays));
		const state = await revive(tx, doing, thread, post);
		if (post.authorId !== actor.id) await noteDeletion(tx, doing, thread, post, 'restore');
		await tellOfChange(tx, doing, thread, post);
		const path = post.kind === 'opening' ? threadPath(thread) : postPath(thread, postId);
		return { id: postId, path, version: post.version + 1, state: shownState(state) };
	});
}

async function revive(tx: Tx, { actor }: Pick<Acting, 'actor'>, thread: ThreadFacts, post: PostFacts): Promise<State> {
	const state = await queries.markRestored(tx, post.id);
	if (post.kind === 'opening') await queries.markThreadRestored(tx, thread.id);
	await moveNumbers(tx, thread, post, state === 'published' ? 1 : 0);
	if (state === 'published') await publish(tx, 'post.restored', actor?.id ?? null, placeOf(thread, post));
	return state;
}

/** Empties what was deleted longer ago than it may be restored. Returns how many posts. */
export async function purge(sql: Sql, now: Date): Promise<number> {
	const { restoreWithinDays } = await currentSettings(sql);
	const before = new Date(now.getTime() - restoreWithinDays * day);
	let purged = 0;
	for (;;) {
		const count = await inTransaction(sql, (tx) => queries.purgePosts(tx, before, 200));
		if (count === 0) return purged;
		purged += count;
	}
}
