import { z } from 'zod';

/** Where people of the company work together: the board of insights, what is captured of threads, the moderators' queue. */
export const Desk = z.enum(['insights', 'quotes', 'moderation']);
export type Desk = z.infer<typeof Desk>;

/** What a page says over /live. */
export const LiveRequest = z.discriminatedUnion('type', [
	z.object({ type: z.literal('watch-thread'), threadId: z.number(), version: z.number() }),
	z.object({ type: z.literal('leave-thread'), threadId: z.number() }),
	z.object({ type: z.literal('watch-inbox') }),
	z.object({ type: z.literal('watch-desk'), desk: Desk }),
	z.object({ type: z.literal('leave-desk'), desk: Desk }),
	/** Sent at most every 3 s while somebody types an answer. */
	z.object({ type: z.literal('answering'), threadId: z.number() }),
	z.object({ type: z.literal('pong') }),
]);
export type LiveRequest = z.infer<typeof LiveRequest>;

/** What the API says over /live: ids and public numbers, never text. */
export const LiveMessage = z.discriminatedUnion('type', [
	z.object({ type: z.literal('hello'), connectionId: z.string() }),
	z.object({ type: z.literal('ping') }),
	/** The subscription stands; `behind` when the page shows an older version: refetch. */
	z.object({ type: z.literal('watching'), threadId: z.number(), version: z.number(), behind: z.boolean() }),
	/** Not readable (any more). */
	z.object({ type: z.literal('refused'), threadId: z.number() }),
	z.object({
		type: z.literal('answer-posted'),
		threadId: z.number(),
		postId: z.number(),
		version: z.number(),
		answers: z.number(),
	}),
	z.object({
		type: z.literal('comment-posted'),
		threadId: z.number(),
		postId: z.number(),
		parentId: z.number(),
		version: z.number(),
	}),
	z.object({ type: z.literal('post-changed'), threadId: z.number(), postId: z.number(), version: z.number() }),
	z.object({ type: z.literal('thread-changed'), threadId: z.number(), version: z.number() }),
	/** Scores and accepted marks as they stand now; at most one a second per thread. */
	z.object({
		type: z.literal('numbers'),
		threadId: z.number(),
		version: z.number(),
		posts: z.array(z.object({ id: z.number(), score: z.number(), accepted: z.boolean() })),
		meToo: z.number(),
		solved: z.boolean(),
	}),
	z.object({
		type: z.literal('presence'),
		threadId: z.number(),
		reading: z.number(),
		/** Only members who allow it. */
		names: z.array(
			z.object({ id: z.number(), handle: z.string(), name: z.string(), pictureUrl: z.string().nullable() }),
		),
		answering: z.number(),
	}),
	z.object({ type: z.literal('inbox'), unseen: z.number() }),
	/** The subscription to a desk stands (again): what the page shows may be old. */
	z.object({ type: z.literal('watching-desk'), desk: Desk }),
	/** Cards, threads (of `quotes`) or items that changed; none: look at all of it again. */
	z.object({ type: z.literal('desk-changed'), desk: Desk, ids: z.array(z.number()) }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;

/** Header with the connection's id on writes by fetch, so that a page ignores the echo of its own deed. */
export const liveConnectionHeader = 'x-live-connection';
