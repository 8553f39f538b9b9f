import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Id, Time } from './common.ts';
import { ReputationSettings } from './site-settings.ts';
import { WatchLevel } from './watching.ts';

export const castVote = endpoint({
	method: 'PUT',
	path: '/api/posts/:postId/vote',
	summary: 'Vote up (1) or down (-1; answers only), or withdraw (0)',
	params: z.object({ postId: Id }),
	body: z.object({ value: z.coerce.number().pipe(z.union([z.literal(1), z.literal(0), z.literal(-1)])) }),
	reply: z.object({
		score: z.number(),
		myVote: z.number(),
		/** On ideas: how many of the open votes are left. */
		ideaVotesLeft: z.number().nullable(),
	}),
});
export const listBackedIdeas = endpoint({
	method: 'GET',
	path: '/api/me/idea-votes',
	summary: 'Ideas that I back and that are not decided yet, newest vote first, and how many more I may back',
	reply: z.object({
		budget: z.number(),
		left: z.number(),
		/** So many; `items` are those that I may read. */
		count: z.number(),
		items: z.array(z.object({ path: z.string(), title: z.string(), score: z.number() })),
	}),
});
export const sayMeToo = endpoint({
	method: 'PUT',
	path: '/api/threads/:threadId/me-too',
	summary: 'Say “me too” on a question or problem (it also watches), or take it back',
	params: z.object({ threadId: Id }),
	body: z.object({ on: z.boolean() }),
	/** `watch`: the level that it leaves me at; null when nothing else makes me watch. */
	reply: z.object({ meToo: z.number(), mine: z.boolean(), watch: WatchLevel.nullable() }),
});

export const ReputationReason = z.enum([
	'answer-accepted',
	'answer-confirmed',
	'answer-upvoted',
	'thread-upvoted',
	'accepted-answer',
	'downvoted',
	'gave-downvote',
]);
export const ReputationEntry = z.object({
	id: z.number(),
	reason: ReputationReason,
	points: z.number(),
	/** What it would have given without the daily cap. */
	worth: z.number(),
	at: Time,
	/** Null when the reader may not see the thread (any more). */
	thread: z.object({ path: z.string(), title: z.string() }).nullable(),
});
export type ReputationEntry = z.infer<typeof ReputationEntry>;
export const readReputation = endpoint({
	method: 'GET',
	path: '/api/members/:handle/reputation',
	summary: 'A member’s reputation with its reasons, newest first; reasons for giving votes only to oneself',
	params: z.object({ handle: z.string().max(30) }),
	query: z.object({ after: Cursor.optional() }),
	/** `handle`: the one that the member goes by now, whichever was asked for. */
	reply: z.object({
		handle: z.string(),
		total: z.number(),
		/** What deeds are worth now, and how much a day from votes. */
		points: ReputationSettings.shape.points,
		dailyVoteCap: z.number(),
		items: z.array(ReputationEntry),
		next: Cursor.nullable(),
	}),
});
