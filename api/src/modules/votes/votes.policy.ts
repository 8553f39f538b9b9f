import type { ErrorCode } from '@ikatan/contracts';
import { isSignedIn, type Actor } from '../../platform/actor.ts';

export type Votable = {
	kind: 'opening' | 'answer' | 'comment';
	authorId: number | null;
	state: 'published' | 'pending' | 'held' | 'deleted';
	threadKind: string;
	threadClosed: boolean;
};

/** Why this vote may not be cast; null when it may. Withdrawing (0) is always allowed where voting is. */
export function refusalOfVote(actor: Actor, post: Votable, value: -1 | 0 | 1): ErrorCode | null {
	if (!isSignedIn(actor)) return 'sign-in-needed';
	if (actor.state !== 'active') return 'account-silenced';
	if (!actor.mailVerified) return 'mail-unverified';
	if (post.kind === 'comment' || post.state !== 'published') return 'forbidden';
	if (post.authorId === actor.id) return 'own-post';
	if (value === -1 && post.kind !== 'answer') return 'forbidden';
	return null;
}

/** Why “me too” may not be said; null when it may. */
export function refusalOfMeToo(
	actor: Actor,
	thread: { authorId: number | null; kind: string; state: string },
): ErrorCode | null {
	if (!isSignedIn(actor)) return 'sign-in-needed';
	if (actor.state !== 'active') return 'account-silenced';
	if (!actor.mailVerified) return 'mail-unverified';
	if (thread.authorId === actor.id) return 'own-post';
	if (thread.state !== 'published') return 'forbidden';
	return thread.kind === 'question' || thread.kind === 'problem' ? null : 'forbidden';
}
