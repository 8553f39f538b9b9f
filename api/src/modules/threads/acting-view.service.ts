import { postPath, threadPath } from '@ikatan/contracts/paths';
import { PostAct, ThreadAct, type PastDeed, type PostActs, type ThreadActs } from '@ikatan/contracts/acting';
import { ThreadKind } from '@ikatan/contracts/threads';
import type { Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { excerpt } from '../../platform/richtext/index.ts';
import { authorsByIds } from '../accounts/index.ts';
import { mayPostInSpace, visibilityFor, type SpaceRow } from '../spaces/index.ts';
import * as policy from './acting.policy.ts';
import { listDeeds, type DeedRow } from './acting.queries.ts';
import { listAnswers, listTagNames, postFactsForModeration } from './acting-view.queries.ts';
import { authorAmong, idsOf } from './authors.ts';
import { found, foundPost, refuse } from './doing.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { findPost, findThread } from './facts.queries.ts';
import { findHold } from './holding.queries.ts';
import { maySeeText } from './threads.policy.ts';

const shownLength = 160;
const asRef = ({ id, slug, name, colour }: SpaceRow) => ({ id, slug, name, colour });

/** What a moderator may do to a thread; throws 404 for one that they do not see, 403 where they may do nothing. */
export async function readThreadActs(deps: Deps, actor: Actor, threadId: number): Promise<ThreadActs> {
	const visibility = await visibilityFor(deps.sql, actor);
	const thread = found(await findThread(deps.sql, visibility, threadId));
	const may = ThreadAct.options.filter((act) => allows(actor, thread, act));
	if (may.length === 0) refuse(policy.refusalOfThreadAct(actor, thread, 'lock'));
	const [answers, tags, deeds] = await Promise.all([
		listAnswers(deps.sql, threadId),
		listTagNames(deps.sql, threadId),
		listDeeds(deps.sql, { threadId }),
	]);
	const authors = await authorsByIds(deps.sql, idsOf(answers.map((one) => one.authorId)));
	const space = found(visibility.spaces.find((one) => one.id === thread.spaceId));
	return {
		thread: {
			id: thread.id,
			path: threadPath(thread),
			title: thread.title,
			kind: thread.kind,
			space: asRef(space),
			companyId: thread.companyId,
			tags,
			locked: thread.lockedAt !== null,
			closed: thread.closedAt !== null,
			pinned: thread.pinnedAt !== null,
			listed: thread.listed,
			state: thread.state,
		},
		may,
		spaces: visibility.spaces
			.filter((one) => mayPostInSpace(actor, one))
			.map((one) => ({ ...asRef(one), kind: one.kind })),
		kinds: ThreadKind.options.filter((kind) => policy.refusalOfKind(actor, kind) === null),
		answers: answers.map(({ beginning, authorId, authorName, authorHidden, ...answer }) => ({
			...answer,
			author: authorAmong(authors, { authorId, authorName, authorHidden }),
			excerpt: excerpt(beginning, shownLength),
		})),
		deeds: await asPast(deps.sql, actor, deeds),
	};
}

/** Acts that would change nothing are left out. */
function allows(actor: Actor, thread: ThreadFacts, act: ThreadAct): boolean {
	const standing: Partial<Record<ThreadAct, boolean>> = {
		lock: thread.lockedAt !== null,
		unlock: thread.lockedAt === null,
		close: thread.closedAt !== null,
		reopen: thread.closedAt === null,
		pin: thread.pinnedAt !== null,
		unpin: thread.pinnedAt === null,
		unlist: !thread.listed,
		list: thread.listed,
		split: thread.answers === 0,
	};
	return !standing[act] && policy.refusalOfThreadAct(actor, thread, act) === null;
}

/** What a moderator may do to a post, and why it is held; throws as above. */
export async function readPostActs(deps: Deps, actor: Actor, postId: number): Promise<PostActs> {
	const visibility = await visibilityFor(deps.sql, actor);
	const row = found(await findPost(deps.sql, postId));
	const thread = found(await findThread(deps.sql, visibility, row.threadId));
	const post = foundPost(actor, thread, row);
	refuse(policy.refusalOfThreadAct(actor, { ...thread, state: 'published' }, 'lock'));
	const [facts, hold, deeds] = await Promise.all([
		postFactsForModeration(deps.sql, [postId]),
		findHold(deps.sql, postId),
		listDeeds(deps.sql, { postId }),
	]);
	const fact = found(facts[0]);
	const authors = await authorsByIds(deps.sql, idsOf([fact.authorId]));
	return {
		post: {
			id: post.id,
			path: post.kind === 'opening' ? threadPath(thread) : postPath(thread, post.id),
			kind: post.kind,
			state: post.state,
			author: authorAmong(authors, fact),
			threadTitle: thread.title,
			excerpt: maySeeText(actor, thread, post) ? excerpt(fact.excerpt, 300) : '',
			createdAt: post.createdAt,
		},
		may: PostAct.options.filter((act) => allowsOnPost(actor, thread, post, act)),
		held: hold && post.state === 'held' ? { reason: hold.reason, findings: hold.findings } : null,
		deeds: await asPast(deps.sql, actor, deeds),
	};
}

function allowsOnPost(actor: Actor, thread: ThreadFacts, post: PostFacts, act: PostAct): boolean {
	const from: Record<PostAct, PostFacts['state'][]> = {
		hold: ['published'],
		release: ['held'],
		delete: ['published', 'held', 'pending'],
		restore: ['deleted'],
	};
	if (act === 'restore' && post.purged) return false;
	return from[act].includes(post.state) && policy.refusalOfPostAct(actor, thread, post, act) === null;
}

/** Deeds as moderators read of them. */
async function asPast(sql: Db, actor: Actor, deeds: DeedRow[]): Promise<PastDeed[]> {
	const authors = await authorsByIds(sql, idsOf(deeds.map((deed) => deed.actorId)));
	return deeds.map((deed) => ({
		id: deed.id,
		act: deed.act,
		postId: deed.postId,
		by: deed.actorId === null ? null : authorAmong(authors, { authorId: deed.actorId, authorName: null }),
		reason: deed.reason,
		at: deed.at,
		undone: deed.undoneAt !== null,
		mayUndo: deed.undoneAt === null && policy.refusalOfUndo(actor, deed) === null,
	}));
}
