import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { PostRef } from '@ikatan/contracts/asking';
import type { deletePost } from '@ikatan/contracts/editing';
import type { z } from 'zod';
import { inTransaction, type Sql, type Tx } from '../../platform/db.ts';
import { publish } from '../../platform/events.ts';
import { write as audit } from '../audit/index.ts';
import { currentSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import * as queries from './delete.queries.ts';
import { found, foundPost, placeOf, refuse, shownState, type Doing } from './doing.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { findPost, lockThreadOfPost } from './facts.queries.ts';
import { bumpThread, moveComments, moveThread, settleSolved } from './numbers.queries.ts';
import { deletionOf, refusalOfDelete, refusalOfRestore } from './threads.policy.ts';

type Outcome = z.input<typeof deletePost.reply>;
const day = 24 * 60 * 60 * 1000;

/** Deletes a post, takes only its author's name off, or keeps it, as the policy says. Throws 404, 403 with the reason. */
export async function remove(doing: Doing, postId: number, hideName: boolean): Promise<Outcome> {
	const { actor, deps } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	return await inTransaction(deps.sql, async (tx) => {
		const thread = found(await lockThreadOfPost(tx, visibility, postId));
		const post = foundPost(actor, thread, await findPost(tx, postId));
		refuse(refusalOfDelete(actor, thread, post));
		const outcome = deletionOf(actor, thread, post, hideName);
		if (outcome === 'deleted') await erase(tx, doing, thread, post);
		if (outcome === 'name-hidden') await queries.hideName(tx, postId);
		if (outcome !== 'kept') await tellOfChange(tx, doing, thread, post);
		return { outcome, threadPath: threadPath(thread) };
	});
}

async function erase(tx: Tx, { actor }: Doing, thread: ThreadFacts, post: PostFacts): Promise<void> {
	const known = post.state === 'published' && thread.state === 'published';
	await queries.markDeleted(tx, post.id, actor.id);
	if (post.kind === 'opening') await queries.markThreadDeleted(tx, thread.id);
	await moveNumbers(tx, thread, post, post.state === 'published' ? -1 : 0);
	if (known && post.acceptedAt !== null) {
		await publish(tx, 'answer.unaccepted', actor.id, { ...placeOf(thread, post), askerId: thread.authorId });
	}
	if (known) await publish(tx, 'post.deleted', actor.id, placeOf(thread, post));
	await noteDeed(tx, actor.id, 'post.delete', post);
}

/** What a post counts for in its thread's numbers, added (1) or taken away (-1); 0 only derives them again. */
async function moveNumbers(tx: Tx, thread: ThreadFacts, post: PostFacts, by: 1 | 0 | -1): Promise<void> {
	const accepted = post.kind === 'answer' && post.acceptedAt !== null ? by : 0;
	await moveThread(tx, thread.id, {
		answers: post.kind === 'answer' ? by : 0,
		comments: post.kind === 'comment' ? by : 0,
		accepted,
	});
	if (post.kind === 'comment' && post.parentId !== null) await moveComments(tx, post.parentId, by);
	if (accepted !== 0) await settleSolved(tx, thread.id);
}

/** Deeds on other people's posts are staff's or moderators': audited. */
async function noteDeed(tx: Tx, actorId: number, action: string, post: PostFacts): Promise<void> {
	if (post.authorId === actorId) return;
	await audit(tx, { actorId, action, subjectKind: 'post', subjectId: post.id, details: { threadId: post.threadId } });
}

async function tellOfChange(tx: Tx, { deps, origin }: Doing, thread: ThreadFacts, post: PostFacts): Promise<void> {
	const version = await bumpThread(tx, thread.id);
	const message =
		post.kind === 'opening'
			? ({ type: 'thread-changed', threadId: thread.id, version } as const)
			: ({ type: 'post-changed', threadId: thread.id, postId: post.id, version } as const);
	await deps.live.announce(tx, { topic: `thread:${thread.id}`, message, origin });
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
		const state = await queries.markRestored(tx, postId);
		if (post.kind === 'opening') await queries.markThreadRestored(tx, thread.id);
		await moveNumbers(tx, thread, post, state === 'published' ? 1 : 0);
		if (state === 'published') await publish(tx, 'post.restored', actor.id, placeOf(thread, post));
		await noteDeed(tx, actor.id, 'post.restore', post);
		await tellOfChange(tx, doing, thread, post);
		const path = post.kind === 'opening' ? threadPath(thread) : postPath(thread, postId);
		return { id: postId, path, version: post.version + 1, state: shownState(state) };
	});
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
