import './votes.events.ts';
import { threadPath } from '@ikatan/contracts/paths';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, one, sendLast, type Sql, type Tx } from '../../platform/db.ts';
import { conflict, forbidden, notFound } from '../../platform/errors.ts';
import { publish, publishing } from '../../platform/events.ts';
import { currentSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { moveThreadScore, refusalOfMeToo, refusalOfVote } from '../threads/index.ts';
import { listBackedIdeas } from './ideas.queries.ts';
import {
	countOpenIdeaVotes,
	findWatchAfterMeToo,
	lockMeTooThread,
	lockVotable,
	moveMeToo,
	movingScore,
	putMeToo,
	puttingVote,
	type VotablePost,
} from './votes.queries.ts';

export type CastReply = { threadId: number; score: number; myVote: number; ideaVotesLeft: number | null };

/** Casts, changes or withdraws a vote; throws 404, 403 with the reason, 409 `too-many-ideas-backed`. Twice is the same as once. */
export async function castVote(sql: Sql, actor: SignedIn, postId: number, value: -1 | 0 | 1): Promise<CastReply> {
	const [visibility, { ideaVoteBudget }] = await Promise.all([visibilityFor(sql, actor), currentSettings(sql)]);
	const { moving, ...cast } = await inTransaction(sql, async (tx) => {
		const post = await lockVotable(tx, visibility, postId, actor.id);
		if (!post) throw notFound();
		const refusal = refusalOfVote(actor, post.thread, post, value);
		if (refusal) throw forbidden(refusal);
		const { threadId, before, carried } = post;
		const ideaVotesLeft = await spendIdeaVote(tx, actor, post, before, value, ideaVoteBudget);
		const up = Number(value === 1) - Number(before === 1);
		const down = Number(value === -1) - Number(before === -1);
		if (post.kind === 'opening') await moveThreadScore(tx, threadId, up - down);
		const moving = movingScore(tx, postId, up, down);
		const deed = { threadId, postId, memberId: actor.id, value, before };
		sendLast(tx, moving, puttingVote(tx, postId, actor.id, value));
		if (before !== value || carried) sendLast(tx, publishing(tx, 'vote.cast', actor.id, deed));
		return { threadId, moving, myVote: value, ideaVotesLeft };
	});
	return { ...cast, score: one(await moving).score };
}

/** Open votes that are left after this one, on ideas; null elsewhere. Throws 409 when none was left. */
async function spendIdeaVote(
	tx: Tx,
	actor: SignedIn,
	post: VotablePost,
	before: number,
	value: number,
	budget: number,
): Promise<number | null> {
	if (post.kind !== 'opening' || post.thread.kind !== 'idea' || post.thread.closed) return null;
	const open = await countOpenIdeaVotes(tx, actor.id);
	const after = open + Math.abs(value) - Math.abs(before);
	if (value !== 0 && before === 0 && after > budget) throw conflict('too-many-ideas-backed', { params: { budget } });
	return Math.max(0, budget - after);
}

/** Ideas that a member backs and may read, and how many more they may back. */
export async function backedIdeas(sql: Sql, actor: SignedIn) {
	const { ideaVoteBudget: budget } = await currentSettings(sql);
	const ideas = await listBackedIdeas(sql, await visibilityFor(sql, actor), actor.id);
	const items = ideas.filter(({ readable }) => readable);
	return {
		budget,
		left: Math.max(0, budget - ideas.length),
		count: ideas.length,
		items: items.map(({ id, title, score }) => ({ path: threadPath({ id, title }), title, score })),
	};
}

/** Says “me too” or takes it back; throws 404 or 403 with the reason. The watching module hears of it and watches. */
export async function sayMeToo(sql: Sql, actor: SignedIn, threadId: number, on: boolean) {
	const visibility = await visibilityFor(sql, actor);
	return await inTransaction(sql, async (tx) => {
		const thread = await lockMeTooThread(tx, visibility, threadId);
		if (!thread) throw notFound();
		const refusal = refusalOfMeToo(actor, thread);
		if (refusal) throw forbidden(refusal);
		const { change, changed } = await putMeToo(tx, threadId, actor.id, on);
		const meToo = await moveMeToo(tx, threadId, change);
		const watch = await findWatchAfterMeToo(tx, threadId, actor.id, on);
		if (changed) await publish(tx, 'me-too.changed', actor.id, { threadId, memberId: actor.id, on });
		return { threadId, meToo, mine: on, watch };
	});
}
