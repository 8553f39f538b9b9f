import './threads.events.ts';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { Tx } from '../../platform/db.ts';
import { publish } from '../../platform/events.ts';
import { checkReason, noteDeed, openThreadOf, type Acting, type Done, type Finding } from './acting.ts';
import { refusalOfPostAct } from './acting.policy.ts';
import { moveNumbers } from './delete.service.ts';
import { found, foundPost, placeOf, refuse } from './doing.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { findPost, lockAnyThread } from './facts.queries.ts';
import * as queries from './holding.queries.ts';
import { bumpThread } from './numbers.queries.ts';
import { makeKnown } from './publishing.service.ts';

/**
 * Hides a post from all but its author, who is told the reason, and moderators; with an opening text the whole thread. Throws 404,
 * 403, 422 without a reason. Where it is held already nothing happens.
 */
export async function holdPost(tx: Tx, acting: Acting, postId: number, findings: Finding[] = []): Promise<Done> {
	checkReason(acting, 'hold');
	const thread = await openThreadOf(tx, acting, postId);
	const post = await openPost(tx, acting, thread, postId, 'hold');
	if (post.state === 'held') return { deedId: null, act: 'hold', path: pathOf(thread, post), version: thread.version };
	const { actor, reason = '' } = acting;
	const { acceptedAt, acceptedBy } = post;
	const hold = { reason, findings, stateBefore: 'published' as const, acceptedAt, acceptedBy };
	await queries.insertHold(tx, { ...hold, postId, heldBy: actor?.id ?? null });
	await queries.markHeld(tx, post);
	await moveNumbers(tx, { ...thread, state: 'published' }, post, -1);
	const place = placeOf(thread, post);
	if (acceptedAt !== null)
		await publish(tx, 'answer.unaccepted', actor?.id ?? null, { ...place, askerId: thread.authorId });
	await publish(tx, 'post.held', actor?.id ?? null, { ...place, known: true, findings, reason });
	return await finish(tx, acting, thread, post, 'hold');
}

/** Shows a held post again, or for the first time; throws as `holdPost`. */
export async function releasePost(tx: Tx, acting: Acting, postId: number): Promise<Done> {
	const thread = await openThreadOf(tx, acting, postId);
	const post = await openPost(tx, acting, thread, postId, 'release');
	if (post.state !== 'held')
		return { deedId: null, act: 'release', path: pathOf(thread, post), version: thread.version };
	const hold = await queries.findHold(tx, postId);
	await queries.closeHold(tx, postId, acting.actor?.id ?? null);
	if (hold?.stateBefore === 'new') return await releaseNew(tx, acting, thread, post);
	const { acceptedAt = null, acceptedBy = null } = hold ?? {};
	await queries.markReleased(tx, post, { acceptedAt, acceptedBy });
	const shown = { ...post, state: 'published' as const, acceptedAt, acceptedBy };
	await moveNumbers(tx, thread, shown, 1);
	const [actorId, place] = [acting.actor?.id ?? null, placeOf(thread, post)];
	await publish(tx, 'post.released', actorId, { ...place, known: true });
	if (acceptedAt !== null) await publish(tx, 'answer.accepted', acceptedBy, { ...place, askerId: thread.authorId });
	return await finish(tx, acting, thread, shown, 'release');
}

async function releaseNew(tx: Tx, acting: Acting, thread: ThreadFacts, post: PostFacts): Promise<Done> {
	const state = await queries.publishHeld(tx, post);
	await publish(tx, 'post.released', acting.actor?.id ?? null, { ...placeOf(thread, post), known: false });
	const [seen, shown] = [found(await lockAnyThread(tx, thread.id)), found(await findPost(tx, post.id))];
	if (state === 'published') await makeKnown(tx, acting.deps, seen, shown, acting.origin);
	return await finish(tx, acting, thread, shown, 'release');
}

/** What follows when a new post is held: its findings are kept, and the queue hears of it. The thread must be locked. */
export async function noteHeldNew(tx: Tx, thread: ThreadFacts, post: PostFacts, findings: Finding[]): Promise<void> {
	const hold = { reason: '', findings, stateBefore: 'new' as const, acceptedAt: null, acceptedBy: null };
	await queries.insertHold(tx, { ...hold, postId: post.id, heldBy: null });
	await publish(tx, 'post.held', post.authorId, { ...placeOf(thread, post), known: false, findings, reason: '' });
}

async function openPost(
	tx: Tx,
	{ actor }: Acting,
	thread: ThreadFacts,
	postId: number,
	act: 'hold' | 'release',
): Promise<PostFacts> {
	const row = await findPost(tx, postId);
	if (actor === null) return found(row);
	const post = foundPost(actor, thread, row);
	refuse(refusalOfPostAct(actor, thread, post, act));
	return post;
}

function pathOf(thread: ThreadFacts, post: PostFacts): string {
	return post.kind === 'opening' ? threadPath(thread) : postPath(thread, post.id);
}

async function finish(
	tx: Tx,
	acting: Acting,
	thread: ThreadFacts,
	post: PostFacts,
	act: 'hold' | 'release',
): Promise<Done> {
	const version = await bumpThread(tx, thread.id);
	const { id: threadId, spaceId } = thread;
	const deedId = await noteDeed(tx, acting, { act, threadId, postId: post.id, spaceId, before: {}, after: {} });
	await tellPages(tx, acting, thread, post, act, version);
	return { deedId, act, path: pathOf(thread, post), version };
}

/** What is hidden leaves open pages; what comes back comes as what is new. */
async function tellPages(
	tx: Tx,
	{ deps, origin }: Acting,
	thread: ThreadFacts,
	post: PostFacts,
	act: 'hold' | 'release',
	version: number,
): Promise<void> {
	const [topic, threadId, postId] = [`thread:${thread.id}`, thread.id, post.id];
	const changed = { type: 'post-changed', threadId, postId, version } as const;
	const message = () => {
		if (post.kind === 'opening') return { type: 'thread-changed', threadId, version } as const;
		if (act === 'hold' && post.kind === 'answer') return changed;
		if (post.kind === 'answer')
			return { type: 'answer-posted', threadId, postId, version, answers: thread.answers + 1 } as const;
		return { type: 'comment-posted', threadId, postId, parentId: post.parentId ?? 0, version } as const;
	};
	await deps.live.announce(tx, { topic, message: message(), origin });
}
