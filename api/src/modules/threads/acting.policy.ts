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

/** What is to be undone: where it was done, by whom, and in which spaces its threads are now. */
export type Undoable = { act: Act; spaceId: number; actorId: number | null; standsIn: number[] };

/**
 * Who moderates all places where it stands now. Who moved or split a thread into a space of others takes that back, as long as they
 * moderate where it came from; staff their own pins.
 */
export function refusalOfUndo(actor: Actor, { act, spaceId, actorId, standsIn }: Undoable): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	if (standsIn.every((id) => moderates(actor, id))) return null;
	if (actorId !== actor.id) return 'forbidden';
	if (act === 'move' || act === 'split') return moderates(actor, spaceId) ? null : 'forbidden';
	return (act === 'pin' || act === 'unpin') && isStaff(actor) ? null : 'forbidden';
}
