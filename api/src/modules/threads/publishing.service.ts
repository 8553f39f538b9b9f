import './threads.events.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { publish } from '../../platform/events.ts';
import { placeOf } from './doing.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { bumpThread, moveComments, moveThread } from './numbers.queries.ts';

/**
 * What follows when a post begins to be seen, in its own transaction: numbers, event, live message. The thread must be locked.
 * `toldBy` of an answer: the key of direct notices that said the same to some already. Returns the thread's version.
 */
export async function makeKnown(
	tx: Tx,
	deps: Deps,
	thread: ThreadFacts,
	post: PostFacts,
	origin: string | undefined,
	toldBy?: string,
): Promise<number> {
	if (post.kind === 'opening') return await makeThreadKnown(tx, thread, post);
	if (post.kind === 'answer') return await makeAnswerKnown(tx, deps, thread, post, { origin, toldBy });
	return await makeCommentKnown(tx, deps, thread, post, origin);
}

async function makeThreadKnown(tx: Tx, thread: ThreadFacts, post: PostFacts): Promise<number> {
	await moveThread(tx, thread.id, {}, post.id);
	const version = await bumpThread(tx, thread.id, { active: true });
	await publish(tx, 'thread.asked', post.authorId, placeOf(thread, post));
	return version;
}

async function makeAnswerKnown(
	tx: Tx,
	deps: Deps,
	thread: ThreadFacts,
	post: PostFacts,
	{ origin, toldBy }: { origin?: string; toldBy?: string },
): Promise<number> {
	const [version, { answers }] = await Promise.all([
		bumpThread(tx, thread.id, { active: true }),
		moveThread(tx, thread.id, { answers: 1 }, post.id),
		publish(tx, 'answer.posted', post.authorId, { ...placeOf(thread, post), ...(toldBy && { toldBy }) }),
	]);
	deps.live.tellAfter(tx, {
		topic: `thread:${thread.id}`,
		message: { type: 'answer-posted', threadId: thread.id, postId: post.id, version, answers },
		origin,
	});
	return version;
}

async function makeCommentKnown(
	tx: Tx,
	deps: Deps,
	thread: ThreadFacts,
	post: PostFacts,
	origin?: string,
): Promise<number> {
	const parentId = post.parentId ?? 0;
	const [version] = await Promise.all([
		bumpThread(tx, thread.id, { active: true }),
		moveThread(tx, thread.id, { comments: 1 }),
		moveComments(tx, parentId, 1),
		publish(tx, 'comment.posted', post.authorId, { ...placeOf(thread, post), parentId }),
	]);
	deps.live.tellAfter(tx, {
		topic: `thread:${thread.id}`,
		message: { type: 'comment-posted', threadId: thread.id, postId: post.id, parentId, version },
		origin,
	});
	return version;
}
