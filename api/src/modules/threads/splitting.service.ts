import { threadPath } from '@ikatan/contracts/paths';
import type { Tx } from '../../platform/db.ts';
import { invalid } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { ensureTags } from '../tags/index.ts';
import { noteDeed, openThread, type Acting, type Done } from './acting.ts';
import { refusalOfKind, refusalOfThreadAct } from './acting.policy.ts';
import * as carrying from './carrying.queries.ts';
import { companyIn, destination, type ActAsked } from './destinations.ts';
import { found, placeOf, refuse } from './doing.ts';
import type { ThreadFacts } from './facts.ts';
import { findOpening, lockAnyThread } from './facts.queries.ts';
import * as queries from './merging.queries.ts';
import { settleBoth, tellPages } from './merging.service.ts';
import { putTags } from './write.queries.ts';

type Split = Extract<ActAsked, { act: 'split' }>;

/**
 * Makes a thread of its own of chosen answers: the earliest becomes its opening text, comments and votes go along, acceptances do
 * not. Throws 404, 403, 422 for posts that are no answers here or a space where it cannot go.
 */
export async function splitThread(tx: Tx, acting: Acting, threadId: number, asked: Split): Promise<Done> {
	const from = await openThread(tx, acting, threadId);
	const { actor } = acting;
	if (actor === null) throw new Error('Only people split threads');
	refuse(refusalOfThreadAct(actor, from, 'split') ?? refusalOfKind(actor, asked.kind));
	const chosen = await queries.listSplittable(tx, threadId, asked.postIds);
	const [head] = chosen;
	if (!head || chosen.length < new Set(asked.postIds).size) throw invalid({ postIds: 'not-found' });
	const tags = await ensureTags(tx, actor, asked.tags);
	const into = await begin(tx, acting, from, asked, head.id);
	await putTags(
		tx,
		into.id,
		tags.map((tag) => tag.id),
	);
	const acceptances = await carrying.takeAcceptances(
		tx,
		chosen.map((post) => post.id),
	);
	const postIds = await queries.movePosts(
		tx,
		{ threadId, postIds: chosen.map((post) => post.id) },
		{ threadId: into.id, head: { id: head.id, kind: 'opening' } },
	);
	await queries.watchAsAuthors(tx, into.id);
	const versions = await settleBoth(tx, from, into);
	const after = { newThreadId: into.id, posts: postIds.length } as object;
	const deedId = await noteDeed(tx, acting, { act: 'split', threadId, spaceId: from.spaceId, before: {}, after });
	const places = { kind: 'split', fromThreadId: threadId, intoThreadId: into.id, headPostId: head.id } as const;
	await queries.insertMerge(tx, deedId, { ...places, postIds, acceptances, ...nothingElse });
	const place = placeOf(from, found(await findOpening(tx, threadId)));
	await publish(tx, 'thread.split', actor.id, { ...place, newThreadId: into.id, postIds, on: true });
	await publish(tx, 'posts.moved', actor.id, { threadId: into.id, fromThreadId: threadId, postIds });
	await tellPages(tx, acting, new Map([[threadId, versions.get(threadId) ?? 0]]));
	return { deedId, act: 'split', path: threadPath(into), version: versions.get(into.id) ?? 1 };
}

const nothingElse = {
	meToo: [],
	watches: [],
	links: [],
	addedMeToo: [],
	addedWatches: [],
	addedLinks: [],
	stateBefore: 'published',
};

async function begin(tx: Tx, acting: Acting, from: ThreadFacts, asked: Split, headPostId: number) {
	const { title, kind } = asked;
	const space = await destination(tx, acting, asked.spaceId);
	const stays = space.id === from.spaceId;
	const companyId = stays ? from.companyId : await companyIn(tx, from, space, undefined);
	const place = { spaceId: space.id, companyId, headPostId, fromThreadId: from.id };
	return found(await lockAnyThread(tx, await queries.insertSplit(tx, { title, kind, ...place })));
}
