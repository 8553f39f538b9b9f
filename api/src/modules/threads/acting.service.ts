import { threadPath } from '@ikatan/contracts/paths';
import type { Act, ThreadSwitch } from '@ikatan/contracts/acting';
import type { Tx } from '../../platform/db.ts';
import { publish } from '../../platform/events.ts';
import { checkReason, noteDeed, openThread, type Acting, type Done } from './acting.ts';
import { refusalOfKind, refusalOfThreadAct } from './acting.policy.ts';
import { dropUnreadableWatches, putPatch, putWatches, type KeptWatch, type Patch } from './acting.queries.ts';
import { companyIn, destination, type ActAsked } from './destinations.ts';
import { found, placeOf, refuse } from './doing.ts';
import type { ThreadFacts } from './facts.ts';
import { findOpening } from './facts.queries.ts';
import { mergeThread } from './merging.service.ts';
import { bumpThread, moveThread } from './numbers.queries.ts';
import { splitThread } from './splitting.service.ts';

/**
 * Does what a moderator decided on a thread, in the caller's transaction. Throws 404, 403 with the reason, 422 for a missing reason
 * or a place where it cannot go.
 */
export async function actOnThread(tx: Tx, acting: Acting, threadId: number, asked: ActAsked): Promise<Done> {
	checkReason(acting, asked.act);
	if (asked.act === 'merge') return await mergeThread(tx, acting, threadId, asked.intoThreadId);
	if (asked.act === 'split') return await splitThread(tx, acting, threadId, asked);
	const thread = await openThread(tx, acting, threadId);
	if (acting.actor) refuse(refusalOfThreadAct(acting.actor, thread, asked.act));
	if (asked.act === 'move') return await move(tx, acting, thread, asked);
	if (asked.act === 'change-kind') {
		if (acting.actor) refuse(refusalOfKind(acting.actor, asked.kind));
		return await changeThread(tx, acting, thread, 'change-kind', { kind: asked.kind });
	}
	return await changeThread(tx, acting, thread, asked.act, switched(thread, asked.act, acting));
}

/** What a switch makes of the thread; one that stands so already changes nothing. */
function switched(thread: ThreadFacts, act: ThreadSwitch, { deps, reason = '' }: Acting): Patch {
	const now = deps.clock.now().toISOString();
	const made: Record<ThreadSwitch, Patch> = {
		lock: { lockedAt: thread.lockedAt ?? now },
		unlock: { lockedAt: null },
		close: { closedAt: thread.closedAt ?? now, closedReason: reason },
		reopen: { closedAt: null, closedReason: null },
		pin: { pinnedAt: thread.pinnedAt ?? now },
		unpin: { pinnedAt: null },
		unlist: { listed: false },
		list: { listed: true },
	};
	return made[act];
}

type Destination = { spaceId: number; companyId?: number | null };

/** Into a space where the moderator may post; in a company-only one it becomes a company's, or stays among staff. */
async function move(tx: Tx, acting: Acting, thread: ThreadFacts, to: Destination): Promise<Done> {
	const space = await destination(tx, acting, to.spaceId);
	const companyId = await companyIn(tx, thread, space, to.companyId);
	return await changeThread(tx, acting, thread, 'move', { spaceId: space.id, companyId });
}

/**
 * Writes the columns of a patch with all that follows: numbers, watches of those who may not read it any more, deed, audit, event,
 * open pages. The thread must be locked. `watches` come back with an undo.
 */
export async function changeThread(
	tx: Tx,
	acting: Acting,
	thread: ThreadFacts,
	act: Act,
	patch: Patch,
	watches: KeptWatch[] = [],
): Promise<Done> {
	const path = threadPath(thread);
	const changed = Object.fromEntries(
		Object.entries(patch).filter(([key, value]) => thread[key as keyof Patch] !== value),
	) as Patch;
	if (Object.keys(changed).length === 0) return { deedId: null, act, path, version: thread.version };
	const before = Object.fromEntries(Object.keys(changed).map((key) => [key, thread[key as keyof Patch]])) as Patch;
	await putPatch(tx, thread.id, changed);
	const moved = 'spaceId' in changed || 'companyId' in changed;
	const after = { ...thread, ...changed };
	const ended = moved ? await dropUnreadableWatches(tx, thread.id, after) : [];
	await putWatches(tx, thread.id, watches);
	await moveThread(tx, thread.id, {});
	const version = await bumpThread(tx, thread.id);
	const deed = { act, threadId: thread.id, spaceId: thread.spaceId, after: changed };
	const kept = ended.length > 0 ? { ...before, watches: ended } : before;
	const deedId = await noteDeed(tx, acting, { ...deed, before: kept });
	await tellEvents(tx, acting, thread, after, changed);
	await tellPages(tx, acting, thread.id, version, moved);
	return { deedId, act, path, version };
}

async function tellEvents(
	tx: Tx,
	{ actor, reason = '' }: Acting,
	before: ThreadFacts,
	after: ThreadFacts,
	patch: Patch,
) {
	const opening = found(await findOpening(tx, after.id));
	const place = placeOf(after, opening);
	const actorId = actor?.id ?? null;
	if ('lockedAt' in patch) await publish(tx, 'thread.locked', actorId, { ...place, on: after.lockedAt !== null });
	if ('closedAt' in patch || 'closedReason' in patch)
		await publish(tx, 'thread.closed', actorId, { ...place, on: after.closedAt !== null, reason });
	if ('pinnedAt' in patch) await publish(tx, 'thread.pinned', actorId, { ...place, on: after.pinnedAt !== null });
	if ('listed' in patch) await publish(tx, 'thread.listed', actorId, { ...place, on: after.listed });
	if ('kind' in patch) await publish(tx, 'thread.kind-changed', actorId, { ...place, fromKind: before.kind });
	if ('spaceId' in patch || 'companyId' in patch)
		await publish(tx, 'thread.moved', actorId, { ...place, fromSpaceId: before.spaceId });
}

/** Open pages show the change; where a thread moved, they are asked again whether they may read it. */
async function tellPages(tx: Tx, { deps, origin }: Acting, threadId: number, version: number, moved: boolean) {
	const changed = {
		topic: `thread:${threadId}`,
		message: { type: 'thread-changed', threadId, version } as const,
		origin,
	};
	const asked = { topic: 'rights', message: { type: 'rights-changed' } as const };
	await deps.live.announceAll(tx, moved ? [asked, changed] : [changed]);
}
