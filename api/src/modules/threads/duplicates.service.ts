import type { Actor } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { currentSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { found, placeOf, refuse, type Doing } from './doing.ts';
import type { ThreadFacts } from './facts.ts';
import { findOpening, lockAnyThread, lockThread } from './facts.queries.ts';
import * as links from './links.queries.ts';
import { bumpThread, moveThread } from './numbers.queries.ts';
import { decidesDuplicates, refusalOfDuplicate } from './threads.policy.ts';

type LinkDeed =
	'thread.duplicate-proposed' | 'thread.duplicate-linked' | 'thread.duplicate-unlinked' | 'thread.duplicate-declined';

/**
 * Proposes that a thread asks what another one asks; whoever decides links at once. It points at the end of a chain of
 * duplicates. Throws 404, 403, 422 `not-found` for the other thread, 409 `duplicate-of-itself`.
 */
export async function linkDuplicate(
	doing: Doing,
	threadId: number,
	ofThreadId: number,
): Promise<'proposed' | 'confirmed'> {
	const { actor, deps } = doing;
	const [visibility, settings] = await Promise.all([visibilityFor(deps.sql, actor), currentSettings(deps.sql)]);
	return await inTransaction(deps.sql, async (tx) => {
		await links.linkInTurn(tx);
		// Two threads that are linked to each other at once: both deeds lock the older one first.
		if (ofThreadId < threadId) await lockAnyThread(tx, ofThreadId);
		const thread = found(await lockThread(tx, visibility, threadId));
		if (ofThreadId > threadId) await lockAnyThread(tx, ofThreadId);
		refuse(refusalOfDuplicate(actor, thread, settings.proposeDuplicateTrustLevel));
		if (!(await links.isLinkable(tx, visibility, ofThreadId))) throw invalid({ ofThreadId: 'not-found' });
		const canonical = await links.findCanonical(tx, ofThreadId);
		if (canonical === threadId) throw conflict('duplicate-of-itself');
		const toThreadId = (await links.isLinkable(tx, visibility, canonical)) ? canonical : ofThreadId;
		const state = decidesDuplicates(actor, thread) ? 'confirmed' : 'proposed';
		const standing = await links.findDuplicate(tx, threadId);
		if (standing?.state === 'confirmed') {
			if (standing.ofThreadId === toThreadId || state === 'proposed') return 'confirmed';
			await unlink(tx, doing, thread, standing);
		}
		await links.putDuplicate(tx, { fromThreadId: threadId, toThreadId, state, memberId: actor.id });
		if (state === 'confirmed') await links.putClosedAsDuplicate(tx, threadId, true);
		const deed = state === 'confirmed' ? 'thread.duplicate-linked' : 'thread.duplicate-proposed';
		await tell(tx, doing, thread, toThreadId, deed);
		return state;
	});
}

/** Takes a duplicate mark back, or declines a proposed one; its proposer may withdraw it. Throws 404, 403. */
export async function unlinkDuplicate(doing: Doing, threadId: number): Promise<void> {
	const { actor, deps } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	await inTransaction(deps.sql, async (tx) => {
		const thread = found(await lockThread(tx, visibility, threadId));
		const standing = await links.findDuplicate(tx, threadId);
		if (!standing) throw notFound();
		refuse(mayUnlink(actor, thread, standing) ? null : 'forbidden');
		if (standing.state === 'confirmed') return await unlink(tx, doing, thread, standing);
		await links.declineLink(tx, standing.id, actor.id);
		await tell(tx, doing, thread, standing.ofThreadId, 'thread.duplicate-declined');
	});
}

function mayUnlink(actor: Actor, thread: ThreadFacts, link: links.DuplicateLink): boolean {
	if (thread.state === 'deleted' || actor.state !== 'active') return false;
	return decidesDuplicates(actor, thread) || (link.state === 'proposed' && link.proposedBy === actor.id);
}

async function unlink(tx: Tx, doing: Doing, thread: ThreadFacts, link: links.DuplicateLink): Promise<void> {
	await links.declineLink(tx, link.id, doing.actor.id);
	await links.putClosedAsDuplicate(tx, thread.id, false);
	await tell(tx, doing, thread, link.ofThreadId, 'thread.duplicate-unlinked');
}

async function tell(tx: Tx, doing: Doing, thread: ThreadFacts, ofThreadId: number, deed: LinkDeed): Promise<void> {
	const opening = found(await findOpening(tx, thread.id));
	await moveThread(tx, thread.id, {});
	const version = await bumpThread(tx, thread.id);
	await publish(tx, deed, doing.actor.id, { ...placeOf(thread, opening), ofThreadId });
	await doing.deps.live.announce(tx, {
		topic: `thread:${thread.id}`,
		message: { type: 'thread-changed', threadId: thread.id, version },
		origin: doing.origin,
	});
}
