import type { Act } from '@ikatan/contracts/acting';
import type { SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { invalid } from '../../platform/errors.ts';
import { write as audit } from '../audit/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { insertDeed, type NewDeed } from './acting.queries.ts';
import { needsReason } from './acting.policy.ts';
import { found } from './doing.ts';
import type { ThreadFacts } from './facts.ts';
import { lockAnyThread, lockAnyThreadOfPost, lockThread, lockThreadOfPost } from './facts.queries.ts';

/** What a rule found in a text. */
export type Finding = { rule: string; detail: string };

/** A moderator who acts, and why. */
export type Acting = {
	deps: Deps;
	/** Null: the product itself, by a rule; nobody is asked whether it may. */
	actor: SignedIn | null;
	reason?: string;
	/** The rule that it rests on. */
	rule?: string;
	/** The page's live connection, which ignores the echo of its own deed. */
	origin?: string;
};

/** What was done; `deedId` undoes it, null when it stood so already. */
export type Done = { deedId: number | null; act: Act; path: string; version: number };

/** The thread as far as whoever acts may see it, locked; 404 otherwise. */
export async function openThread(tx: Tx, { actor }: Acting, threadId: number): Promise<ThreadFacts> {
	if (actor === null) return found(await lockAnyThread(tx, threadId));
	return found(await lockThread(tx, await visibilityFor(tx, actor), threadId));
}

/** The same for the thread of a post. */
export async function openThreadOf(tx: Tx, { actor }: Acting, postId: number): Promise<ThreadFacts> {
	if (actor === null) return found(await lockAnyThreadOfPost(tx, postId));
	return found(await lockThreadOfPost(tx, await visibilityFor(tx, actor), postId));
}

/** Throws 422 where a deed needs a reason and none is given; a rule is its own. */
export function checkReason({ actor, reason = '' }: Acting, act: Act): void {
	if (actor !== null && needsReason(act) && reason.trim() === '') throw invalid({ reason: 'required' });
}

type Noted = Omit<NewDeed, 'actorId' | 'reason' | 'rule'>;

/** Keeps what was done with how it was before, and audits it, in the deed's own transaction. Returns the deed's number. */
export async function noteDeed(tx: Tx, acting: Acting, deed: Noted): Promise<number> {
	const { actor, reason = '', rule = null } = acting;
	const { act, threadId, postId = null, spaceId, before, after } = deed;
	const actorId = actor?.id ?? null;
	const deedId = await insertDeed(tx, { ...deed, actorId, reason, rule });
	const [subjectKind, subjectId] = postId === null ? (['thread', threadId] as const) : (['post', postId] as const);
	await audit(tx, {
		actorId,
		action: `${subjectKind}.${act}`,
		subjectKind,
		subjectId,
		spaceId,
		details: { deedId, threadId, spaceId, from: before, to: after, reason, ...(rule && { rule }) },
	});
	return deedId;
}
