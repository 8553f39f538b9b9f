import type { Post, Thread, ThreadView } from '@ikatan/contracts/threads';
import type { Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { findPublicOutcome } from '../insights/index.ts';
import { asksToAccept } from '../notices/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { readSomePosts, readThreadView, type Wanted } from '../threads/index.ts';
import { findOwnMarks } from '../votes/index.ts';
import { findLevel } from '../watching/index.ts';

/** Fills in what the reader did here: their votes, “me too” and watch. */
async function markOwn(deps: Deps, memberId: number, thread: Thread, posts: Post[], watch: Thread['myWatch']) {
	const postIds = posts.map((post) => post.id);
	const { votes, meToo } = await findOwnMarks(deps.sql, memberId, thread.id, postIds);
	for (const post of posts) post.myVote = votes.get(post.id) ?? 0;
	return { ...thread, myMeToo: meToo, myWatch: watch };
}

/** Only the asker is asked to accept, and only while there is something to accept: nobody else's page asks the database. */
async function asks(deps: Deps, memberId: number, thread: Thread): Promise<boolean> {
	if (thread.solved || thread.answers === 0 || !thread.may.solveOtherwise) return false;
	return await asksToAccept(deps.sql, memberId, thread.id);
}

/** Puts in what has become of it; only a thread that is noted to be behind something public is asked about. */
async function withOutcome(deps: Deps, reading: Promise<ThreadView>): Promise<ThreadView> {
	const view = await reading;
	if (view.thread.stage === null) return view;
	return { ...view, outcome: (await findPublicOutcome(deps.sql, view.thread.id)) ?? null };
}

/** A thread as one reader sees it: what all see, and their own votes, me-too and watch. */
export async function threadFor(deps: Deps, actor: Actor, threadId: number, wanted: Wanted) {
	const visibility = await visibilityFor(deps.sql, actor);
	const reading = withOutcome(deps, readThreadView(deps, actor, visibility, threadId, wanted));
	if (actor.id === null) return await reading;
	const [view, watch] = await Promise.all([reading, watchOf(deps, actor.id, threadId)]);
	const [thread, askedToAccept] = await Promise.all([
		markOwn(deps, actor.id, view.thread, [view.opening, ...view.answers], watch),
		asks(deps, actor.id, view.thread),
	]);
	return { ...view, thread, asksToAccept: askedToAccept };
}

/** Some posts of a thread with the thread's numbers, for a page that catches up. */
export async function postsFor(
	deps: Deps,
	actor: Actor,
	threadId: number,
	wanted: { ids: number[]; comments?: number },
) {
	const visibility = await visibilityFor(deps.sql, actor);
	const reading = readSomePosts(deps, actor, visibility, threadId, wanted);
	if (actor.id === null) return await reading;
	const [some, watch] = await Promise.all([reading, watchOf(deps, actor.id, threadId)]);
	return { ...some, thread: await markOwn(deps, actor.id, some.thread, some.posts, watch) };
}

const watchOf = (deps: Deps, memberId: number, threadId: number) =>
	findLevel(deps.sql, memberId, { kind: 'thread', id: threadId });
