import type { ThreadKind } from '@ikatan/contracts/threads';
import type { Actor } from '../../platform/actor.ts';
import type { PostFacts, State } from './facts.ts';
import { refusalOfWriting, type Refused } from './threads.policy.ts';

/** What the rules of being heard ask about a thread, and about a post in it. */
export type HeardThread = { kind: ThreadKind; authorId: number | null; state: State };
export type HeardPost = Pick<PostFacts, 'kind' | 'authorId' | 'state'>;

/** Verified members are heard on what others wrote; the same rule shows the controls on a page and takes the deed. */
function refusalOfBeingHeard(actor: Actor, authorId: number | null, states: State[]): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	if (!actor.mailVerified) return 'mail-unverified';
	if (authorId === actor.id) return 'own-post';
	return states.every((state) => state === 'published') ? null : 'forbidden';
}

/** Why this vote may not be cast; null when it may. Withdrawing (0) is allowed wherever voting is; down goes on answers only. */
export function refusalOfVote(
	actor: Actor,
	thread: Pick<HeardThread, 'state'>,
	post: HeardPost,
	value: -1 | 0 | 1,
): Refused {
	const refused = refusalOfBeingHeard(actor, post.authorId, [thread.state, post.state]);
	if (refused) return refused;
	if (post.kind === 'comment') return 'forbidden';
	return value === -1 && post.kind !== 'answer' ? 'forbidden' : null;
}

/** Why “me too” may not be said; null when it may. */
export function refusalOfMeToo(actor: Actor, thread: HeardThread): Refused {
	const refused = refusalOfBeingHeard(actor, thread.authorId, [thread.state]);
	if (refused) return refused;
	return thread.kind === 'question' || thread.kind === 'problem' ? null : 'forbidden';
}
