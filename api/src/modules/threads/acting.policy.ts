import type { Act, PostAct, ThreadAct } from '@ikatan/contracts/acting';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { isStaff, moderates, type Actor } from '../../platform/actor.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { refusalOfWriting, type Refused } from './threads.policy.ts';

const reasoned: Act[] = ['close', 'hold', 'delete'];

/** Whether those concerned are owed a reason. */
export function needsReason(act: Act): boolean {
	return reasoned.includes(act);
}

/** Moderators of the space act on its threads; staff also pin announcements. */
export function refusalOfThreadAct(actor: Actor, thread: ThreadFacts, act: ThreadAct): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	const pins = act === 'pin' || act === 'unpin';
	const announces = pins && thread.kind === 'announcement' && isStaff(actor);
	if (!announces && !moderates(actor, thread.spaceId)) return 'forbidden';
	if (thread.state === 'deleted') return 'thread-deleted';
	return (act === 'merge' || act === 'split') && thread.state !== 'published' ? 'forbidden' : null;
}

/** Announcements speak for the company: only staff make one of a thread. */
export function refusalOfKind(actor: Actor, kind: ThreadKind): Refused {
	return kind !== 'announcement' || isStaff(actor) ? null : 'forbidden';
}

export function refusalOfPostAct(actor: Actor, thread: ThreadFacts, post: PostFacts, act: PostAct): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	if (!moderates(actor, thread.spaceId)) return 'forbidden';
	if (act === 'hold') return post.state === 'published' || post.state === 'held' ? null : 'forbidden';
	if (act === 'release') return post.state === 'published' || post.state === 'held' ? null : 'forbidden';
	return null;
}

/** Who moderates where it was done may undo it, also where the thread has gone elsewhere since. */
export function refusalOfUndo(actor: Actor, deed: { spaceId: number; actorId: number | null }): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	if (moderates(actor, deed.spaceId)) return null;
	return deed.actorId === actor.id && isStaff(actor) ? null : 'forbidden';
}
