import type { ErrorCode } from '@ikatan/contracts';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { isSignedIn, isStaff, moderates, type Actor } from '../../platform/actor.ts';
import type { PostFacts, State, ThreadFacts } from './facts.ts';

/** Why not, or null when they may. */
export type Refused = ErrorCode | null;

const day = 24 * 60 * 60 * 1000;

/** Who may write anything at all. */
export function refusalOfWriting(actor: Actor): Refused {
	if (!isSignedIn(actor)) return 'sign-in-needed';
	if (actor.state === 'suspended') return 'account-suspended';
	return actor.state === 'active' ? null : 'account-silenced';
}

/** `mayPost`: what the space says of who may start threads in it. */
export function refusalOfAsk(actor: Actor, kind: ThreadKind, mayPost: boolean): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	if (kind === 'announcement' && !isStaff(actor)) return 'forbidden';
	return mayPost ? null : 'forbidden';
}

/** Answers, comments and edits stop where a thread is locked or deleted, or waits for its author; moderators go on. */
function refusalOfTouching(actor: Actor, thread: ThreadFacts): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	if (thread.state === 'deleted') return 'thread-deleted';
	if (moderates(actor, thread.spaceId)) return null;
	if (thread.lockedAt !== null) return 'thread-locked';
	return thread.state === 'published' || thread.authorId === actor.id ? null : 'forbidden';
}

export function refusalOfAnswer(actor: Actor, thread: ThreadFacts): Refused {
	const refused = refusalOfTouching(actor, thread);
	if (refused) return refused;
	return thread.closedAt === null || moderates(actor, thread.spaceId) ? null : 'thread-closed';
}

/** A closed thread takes no more answers, but comments. */
export function refusalOfComment(actor: Actor, thread: ThreadFacts, post: PostFacts): Refused {
	if (post.kind === 'comment' || post.state === 'deleted') return 'forbidden';
	return refusalOfTouching(actor, thread);
}

export function refusalOfEdit(actor: Actor, thread: ThreadFacts, post: PostFacts): Refused {
	const refused = refusalOfTouching(actor, thread);
	if (refused) return refused;
	if (post.state === 'deleted') return 'forbidden';
	return post.authorId === actor.id || moderates(actor, thread.spaceId) ? null : 'forbidden';
}

/** Moderates the thread's space, and may: not silenced. */
const keeps = (actor: Actor, thread: ThreadFacts) => actor.state === 'active' && moderates(actor, thread.spaceId);

/** What becomes of a post that its author or a moderator deletes. */
export type Deletion = 'deleted' | 'name-hidden' | 'kept';

export function refusalOfDelete(actor: Actor, thread: ThreadFacts, post: PostFacts): Refused {
	if (!isSignedIn(actor)) return 'sign-in-needed';
	if (post.state === 'deleted') return 'forbidden';
	if (keeps(actor, thread)) return null;
	if (post.authorId !== actor.id) return refusalOfWriting(actor) ?? 'forbidden';
	// One's own words may go even where one may write no more; a lock keeps what it locked.
	return thread.lockedAt === null ? null : 'thread-locked';
}

/** A thread with answers and an accepted answer stay for those they help: only the name may go. Moderators delete anything. */
export function deletionOf(actor: Actor, thread: ThreadFacts, post: PostFacts, hideName: boolean): Deletion {
	const needed = post.kind === 'opening' ? thread.answers > 0 : post.acceptedAt !== null;
	const own = post.authorId === actor.id;
	if (!needed || (keeps(actor, thread) && !(own && hideName))) return 'deleted';
	return hideName ? 'name-hidden' : 'kept';
}

/** Authors bring back what they deleted themselves, moderators anything, while its text is kept. */
export function refusalOfRestore(
	actor: Actor,
	thread: ThreadFacts,
	post: PostFacts,
	now: Date,
	withinDays: number,
): Refused {
	const refused = refusalOfWriting(actor);
	if (refused) return refused;
	if (post.state !== 'deleted' || post.deletedAt === null) return 'forbidden';
	if (post.kind !== 'opening' && thread.state === 'deleted') return 'thread-deleted';
	if (post.purged || now.getTime() - Date.parse(post.deletedAt) > withinDays * day) return 'gone';
	if (moderates(actor, thread.spaceId)) return null;
	return post.authorId === actor.id && post.deletedBy === actor.id ? null : 'forbidden';
}

/** Whoever reads a post may tell moderators of it, also while they may not write; its author does not. */
export function refusalOfReport(
	actor: Actor,
	thread: { state: State },
	post: { state: State; authorId: number | null },
): Refused {
	if (!isSignedIn(actor)) return 'sign-in-needed';
	if (actor.state === 'suspended') return 'account-suspended';
	if (post.authorId === actor.id) return 'own-post';
	return post.state === 'published' && thread.state === 'published' ? null : 'forbidden';
}

/** Notes on a thread are for staff and for who moderates its space. */
export function maySeeNotes(actor: Actor, thread: { spaceId: number }): boolean {
	return isSignedIn(actor) && actor.state === 'active' && (isStaff(actor) || moderates(actor, thread.spaceId));
}

const solvable: ThreadKind[] = ['question', 'problem'];

/** The asker at any time; champions, moderators and staff once the asker has been silent for so many days. */
export function refusalOfAccept(
	actor: Actor,
	thread: ThreadFacts,
	post: PostFacts,
	now: Date,
	afterDays: number,
): Refused {
	const refused = refusalOfTouching(actor, thread);
	if (refused) return refused;
	if (post.kind !== 'answer' || post.state !== 'published' || thread.state !== 'published') return 'forbidden';
	if (!solvable.includes(thread.kind)) return 'forbidden';
	if (thread.authorId === actor.id) return null;
	const trusted = actor.role === 'champion' || isStaff(actor) || moderates(actor, thread.spaceId);
	if (!trusted) return 'forbidden';
	const lastWord = Math.max(Date.parse(thread.askerActiveAt ?? thread.createdAt), Date.parse(post.createdAt));
	return thread.authorId === null || now.getTime() - lastWord >= afterDays * day ? null : 'not-acceptable-yet';
}

/** The asker takes any acceptance back, everyone else their own, moderators all. */
export function refusalOfUnaccept(actor: Actor, thread: ThreadFacts, post: PostFacts): Refused {
	const refused = refusalOfTouching(actor, thread);
	if (refused) return refused;
	if (post.kind !== 'answer' || thread.state !== 'published') return 'forbidden';
	const allowed = thread.authorId === actor.id || post.acceptedBy === actor.id || moderates(actor, thread.spaceId);
	return allowed ? null : 'forbidden';
}

export function refusalOfSolvedOtherwise(actor: Actor, thread: ThreadFacts): Refused {
	const refused = refusalOfTouching(actor, thread);
	if (refused) return refused;
	if (!solvable.includes(thread.kind) || thread.state !== 'published') return 'forbidden';
	return thread.authorId === actor.id || moderates(actor, thread.spaceId) ? null : 'forbidden';
}

/** Who decides whether a thread is a duplicate: its asker and moderators. */
export function decidesDuplicates(actor: Actor, thread: ThreadFacts): boolean {
	return isSignedIn(actor) && (thread.authorId === actor.id || moderates(actor, thread.spaceId));
}

/** Trusted members propose; who decides may link at once. */
export function refusalOfDuplicate(actor: Actor, thread: ThreadFacts, trustLevel: number): Refused {
	const refused = refusalOfTouching(actor, thread);
	if (refused) return refused;
	if (thread.state !== 'published') return 'forbidden';
	if (decidesDuplicates(actor, thread) || isStaff(actor) || actor.role === 'champion') return null;
	return actor.trustLevel >= trustLevel ? null : 'forbidden';
}

/**
 * Published posts are for all readers of the thread; waiting ones for their author and moderators, deleted ones likewise. A comment
 * on what waits is also for who wrote that.
 */
export function maySeeText(actor: Actor, thread: ThreadFacts, post: PostFacts): boolean {
	const shown = post.state === 'published' && thread.state === 'published';
	if (shown && post.hiddenUnder === null) return true;
	if (!isSignedIn(actor)) return false;
	if (post.authorId === actor.id || moderates(actor, thread.spaceId)) return true;
	return shown && post.hiddenUnder?.authorId === actor.id;
}
