import type { ErrorCode } from '@ikatan/contracts';
import type { ThreadKind } from '@ikatan/contracts/threads';
import type { Actor, SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { forbidden, gone, notFound, signInNeeded } from '../../platform/errors.ts';
import type { PostFacts, State, ThreadFacts } from './facts.ts';
import type { Place } from './threads.events.ts';
import { maySeeText } from './threads.policy.ts';

/** Who does something, with what, and from which open page. */
export type Doing = {
	deps: Deps;
	actor: SignedIn;
	/** The page's live connection, which ignores the echo of its own deed. */
	origin?: string;
	/** SHA-256 of the cookie under which a visitor's drafts are kept. */
	visitorHash: string | null;
};

/** Throws the refusal that a policy gave; nothing for null. */
export function refuse(code: ErrorCode | null): void {
	if (code === null) return;
	if (code === 'sign-in-needed') throw signInNeeded();
	throw code === 'gone' ? gone() : forbidden(code);
}

/** The row, or 404. */
export function found<Row>(row: Row | undefined): Row {
	if (row === undefined) throw notFound();
	return row;
}

/** The post, or 404 when the actor may not know of it. */
export function foundPost(actor: Actor, thread: ThreadFacts, post: PostFacts | undefined): PostFacts {
	const known = found(post);
	if (!maySeeText(actor, thread, known)) throw notFound();
	return known;
}

/** How a reply names a post's state; deeds that answer with it leave no post deleted. */
export function shownState(state: State): Exclude<State, 'deleted'> {
	if (state === 'deleted') throw new Error('A deleted post was shown as if it were there');
	return state;
}

/** What events say of where something was done. */
export function placeOf(thread: { id: number; spaceId: number; kind: ThreadKind }, post: PostFacts): Place {
	return {
		threadId: thread.id,
		postId: post.id,
		postKind: post.kind,
		spaceId: thread.spaceId,
		kind: thread.kind,
		authorId: post.authorId,
	};
}
