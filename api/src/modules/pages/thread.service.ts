import type { Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { asksToAccept } from '../notices/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { readSomePosts, readThreadView, type Wanted } from '../threads/index.ts';
import { hasMeToo, listMyVotes } from '../votes/index.ts';
import { findLevel } from '../watching/index.ts';

type Voted = { id: number; myVote: number };

async function fillVotes(deps: Deps, memberId: number, posts: Voted[]): Promise<void> {
	const votes = await listMyVotes(
		deps.sql,
		memberId,
		posts.map((post) => post.id),
	);
	for (const post of posts) post.myVote = votes.get(post.id) ?? 0;
}

async function ownMarks(deps: Deps, memberId: number, threadId: number) {
	const [myMeToo, myWatch] = await Promise.all([
		hasMeToo(deps.sql, memberId, threadId),
		findLevel(deps.sql, memberId, { kind: 'thread', id: threadId }),
	]);
	return { myMeToo, myWatch };
}

/** A thread as one reader sees it: what all see, and their own votes, me-too and watch. */
export async function threadFor(deps: Deps, actor: Actor, threadId: number, wanted: Wanted) {
	const visibility = await visibilityFor(deps.sql, actor);
	const reading = readThreadView(deps, actor, visibility, threadId, wanted);
	if (actor.id === null) return await reading;
	const [view, marks, asks] = await Promise.all([
		reading,
		ownMarks(deps, actor.id, threadId),
		asksToAccept(deps.sql, actor.id, threadId),
	]);
	await fillVotes(deps, actor.id, [view.opening, ...view.answers]);
	return { ...view, thread: { ...view.thread, ...marks }, asksToAccept: asks };
}

/** Some posts of a thread with the thread's numbers, for a page that catches up. */
export async function postsFor(
	deps: Deps,
	actor: Actor,
	threadId: number,
	wanted: { ids: number[]; comments?: number },
) {
	const visibility = await visibilityFor(deps.sql, actor);
	const some = await readSomePosts(deps, actor, visibility, threadId, wanted);
	if (actor.id === null) return some;
	const marks = await ownMarks(deps, actor.id, threadId);
	await fillVotes(deps, actor.id, some.posts);
	return { ...some, thread: { ...some.thread, ...marks } };
}
