import './threads.events.ts';
import { isSolvable } from '@ikatan/contracts/kinds';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { Tx } from '../../platform/db.ts';
import { conflict, invalid } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { write as audit } from '../audit/index.ts';
import { listAllSpaces } from '../spaces/index.ts';
import { noteDeed, openThread, type Acting, type Done } from './acting.ts';
import { refusalOfThreadAct } from './acting.policy.ts';
import { putWatches, type DeedRow } from './acting.queries.ts';
import * as carrying from './carrying.queries.ts';
import { found, placeOf, refuse } from './doing.ts';
import type { ThreadFacts } from './facts.ts';
import { findOpening, findPost, lockAnyThread } from './facts.queries.ts';
import { findDuplicate } from './links.queries.ts';
import * as queries from './merging.queries.ts';
import { bumpThread, settleSolved } from './numbers.queries.ts';
import { recountThreads } from './recount.queries.ts';

/**
 * Puts a whole thread into another one: its opening text becomes an answer there, under its author and date; votes, “me too”,
 * watches and duplicates go along, its address leads there. Throws 404, 403, 422 for a thread that it cannot go into.
 */
export async function mergeThread(tx: Tx, acting: Acting, fromId: number, intoId: number): Promise<Done> {
	const { from, into } = await openBoth(tx, acting, fromId, intoId);
	if (acting.actor) {
		refuse(refusalOfThreadAct(acting.actor, from, 'merge'));
		refuse(refusalOfThreadAct(acting.actor, into, 'merge'));
	}
	if (!(await mayGoInto(tx, from, into))) throw invalid({ intoThreadId: 'audience-differs' }, 'audience-differs');
	if ((await findDuplicate(tx, intoId))?.state === 'confirmed')
		throw invalid({ intoThreadId: 'merge-into-duplicate' }, 'merge-into-duplicate');
	const opening = found(await findOpening(tx, fromId));
	const head = { id: opening.id, kind: 'answer' } as const;
	const postIds = await queries.movePosts(tx, { threadId: fromId }, { threadId: intoId, head });
	const solvable = isSolvable(into.kind);
	const acceptances = solvable ? [] : await carrying.takeAcceptances(tx, postIds);
	const followed = await carryAlong(tx, from, into);
	await queries.putMergedInto(tx, fromId, intoId);
	await queries.liftActivity(tx, intoId, fromId);
	const versions = await settleBoth(tx, from, into);
	const merge = { kind: 'merge', fromThreadId: fromId, intoThreadId: intoId, headPostId: opening.id } as const;
	const [before, after] = [{}, { intoThreadId: intoId, posts: postIds.length } as object];
	const deedId = await noteDeed(tx, acting, { act: 'merge', threadId: fromId, spaceId: from.spaceId, before, after });
	await queries.insertMerge(tx, deedId, { ...merge, postIds, acceptances, ...followed, stateBefore: from.state });
	const actorId = acting.actor?.id ?? null;
	await publish(tx, 'thread.merged', actorId, { ...placeOf(from, opening), intoThreadId: intoId, on: true });
	await publish(tx, 'posts.moved', actorId, { threadId: intoId, fromThreadId: fromId, postIds });
	await tellPages(tx, acting, versions);
	return { deedId, act: 'merge', path: postPath(into, opening.id), version: versions.get(intoId) ?? 0 };
}

/** Both threads, locked in the order of their numbers; 422 for the other one. */
async function openBoth(tx: Tx, acting: Acting, fromId: number, intoId: number) {
	if (fromId === intoId) throw invalid({ intoThreadId: 'bad-value' });
	const open = async (id: number) =>
		id === fromId
			? await openThread(tx, acting, id)
			: await openThread(tx, acting, id).catch(() => {
					throw invalid({ intoThreadId: 'not-found' });
				});
	const first = await open(Math.min(fromId, intoId));
	const second = await open(Math.max(fromId, intoId));
	return fromId < intoId ? { from: first, into: second } : { from: second, into: first };
}

/** What all may read can go anywhere; what only some may read stays among the same. */
async function mayGoInto(tx: Tx, from: ThreadFacts, into: ThreadFacts): Promise<boolean> {
	if (from.spaceId === into.spaceId) return from.companyId === into.companyId;
	return (await listAllSpaces(tx)).find((space) => space.id === from.spaceId)?.kind === 'public';
}

async function carryAlong(tx: Tx, from: ThreadFacts, into: ThreadFacts) {
	const { meToo, added: addedMeToo } = await carrying.carryMeToo(tx, from.id, into.id);
	const watches = await carrying.takeWatches(tx, from.id);
	const addedWatches = await putWatches(tx, into.id, await carrying.watchesOfReaders(tx, into, watches));
	const links = await carrying.takeLinks(tx, from.id);
	const addedLinks = await carrying.carryLinks(tx, links, from.id, into.id);
	await carrying.carryDrafts(tx, from.id, into.id);
	return { meToo, addedMeToo, watches, addedWatches, links, addedLinks };
}

/** Counts both threads anew and notes that they changed; returns their versions. */
export async function settleBoth(tx: Tx, one: ThreadFacts, other: ThreadFacts): Promise<Map<number, number>> {
	const ids = [one.id, other.id].sort((first, second) => first - second);
	await recountThreads(tx, ids);
	const versions = new Map<number, number>();
	for (const id of ids) {
		await settleSolved(tx, id);
		versions.set(id, await bumpThread(tx, id));
	}
	return versions;
}

/** Open pages read themselves anew; one of a thread that is gone learns where it went. */
export async function tellPages(tx: Tx, { deps, origin }: Acting, versions: Map<number, number>): Promise<void> {
	await deps.live.announceAll(
		tx,
		[...versions].flatMap(([threadId, version]) => {
			const topic = `thread:${threadId}`;
			return [
				{ topic, message: { type: 'thread-changed', threadId, version } as const, origin },
				{ topic, message: { type: 'watching', threadId, version, behind: true } as const, origin },
			];
		}),
	);
}

/**
 * Undoes a merge or a split: exactly what moved goes back, with comments made on it since. Answers that came to the merged thread
 * since stay there; all of a split thread returns. 409 when what moved has moved on.
 */
export async function undoMerge(tx: Tx, acting: Acting, deed: DeedRow): Promise<Done> {
	const merge = found(await queries.findMerge(tx, deed.id));
	const ids = [merge.fromThreadId, merge.intoThreadId].sort((first, second) => first - second);
	const threads = new Map<number, ThreadFacts>();
	for (const id of ids) threads.set(id, found(await lockAnyThread(tx, id)));
	const [from, into] = [found(threads.get(merge.fromThreadId)), found(threads.get(merge.intoThreadId))];
	const head = found(await findPost(tx, merge.headPostId));
	if (merge.undoneAt !== null || head.threadId !== into.id) throw conflict();
	const postIds = merge.kind === 'merge' ? await unmerge(tx, merge, from, into) : await unsplit(tx, merge, from, into);
	await carrying.giveAcceptances(tx, merge.acceptances);
	await queries.markMergeUndone(tx, merge.id);
	const versions = await settleBoth(tx, from, into);
	await noteUndo(tx, acting, deed, merge, postIds);
	await tellPages(tx, acting, versions);
	const path = merge.kind === 'merge' ? threadPath(from) : postPath(from, merge.headPostId);
	return { deedId: null, act: merge.kind, path, version: versions.get(from.id) ?? 0 };
}

async function unmerge(tx: Tx, merge: queries.Merge, from: ThreadFacts, into: ThreadFacts): Promise<number[]> {
	const head = { id: merge.headPostId, kind: 'opening' } as const;
	const moved = { threadId: into.id, postIds: merge.postIds };
	const postIds = await queries.movePosts(tx, moved, { threadId: from.id, head });
	await queries.putBack(tx, from.id, merge.stateBefore);
	await carrying.dropMeToo(tx, into.id, merge.addedMeToo);
	await carrying.dropWatches(tx, into.id, merge.addedWatches);
	await putWatches(tx, from.id, merge.watches);
	await carrying.giveLinks(tx, merge.links, merge.addedLinks);
	return postIds;
}

async function unsplit(tx: Tx, merge: queries.Merge, from: ThreadFacts, into: ThreadFacts): Promise<number[]> {
	const head = { id: merge.headPostId, kind: 'answer' } as const;
	const postIds = await queries.movePosts(tx, { threadId: into.id }, { threadId: from.id, head });
	await carrying.takeWatches(tx, into.id);
	await carrying.carryDrafts(tx, into.id, from.id);
	await queries.putMergedInto(tx, into.id, from.id);
	return postIds;
}

async function noteUndo(tx: Tx, { actor }: Acting, deed: DeedRow, merge: queries.Merge, postIds: number[]) {
	const actorId = actor?.id ?? null;
	const { fromThreadId, intoThreadId, kind } = merge;
	const from = found(await lockAnyThread(tx, fromThreadId));
	const opening = found(await findOpening(tx, fromThreadId));
	const place = placeOf(from, opening);
	if (kind === 'merge') await publish(tx, 'thread.merged', actorId, { ...place, intoThreadId, on: false });
	else
		await publish(tx, 'thread.split', actorId, {
			...place,
			newThreadId: intoThreadId,
			postIds: merge.postIds,
			on: false,
		});
	await publish(tx, 'posts.moved', actorId, { threadId: fromThreadId, fromThreadId: intoThreadId, postIds });
	const details = { deedId: deed.id, intoThreadId, posts: postIds.length };
	const subject = { subjectKind: 'thread', subjectId: fromThreadId, spaceId: from.spaceId };
	await audit(tx, { actorId, action: `thread.undo-${kind}`, ...subject, details });
}
