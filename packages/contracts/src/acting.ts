import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Id, RequestKey, Time } from './common.ts';
import { SpaceRef, Tags, ThreadKind, Title } from './threads.ts';

/** What moderators do to a thread by a single press. */
export const ThreadSwitch = z.enum(['lock', 'unlock', 'close', 'reopen', 'pin', 'unpin', 'unlist', 'list']);
export type ThreadSwitch = z.infer<typeof ThreadSwitch>;
export const ThreadAct = z.enum([...ThreadSwitch.options, 'move', 'change-kind', 'merge', 'split']);
export type ThreadAct = z.infer<typeof ThreadAct>;
export const PostAct = z.enum(['hold', 'release', 'delete', 'restore']);
export type PostAct = z.infer<typeof PostAct>;
export const Act = z.enum([...ThreadAct.options, ...PostAct.options]);
export type Act = z.infer<typeof Act>;

const because = {
	requestKey: RequestKey,
	/** Shown to the author, and to readers where a thread is closed. Needed to close, hold and delete. */
	reason: z.string().trim().max(1000).default(''),
};

export const ActOnThread = z.discriminatedUnion('act', [
	z.object({ act: ThreadSwitch, ...because }),
	z.object({
		act: z.literal('move'),
		spaceId: Id,
		/** Into a company-only space: whose thread it becomes; null keeps it among staff. The author's company unless told. */
		companyId: Id.nullable().optional(),
		...because,
	}),
	z.object({ act: z.literal('change-kind'), kind: ThreadKind, ...because }),
	z.object({ act: z.literal('merge'), intoThreadId: Id, ...because }),
	z.object({
		act: z.literal('split'),
		/** Answers of the thread; the earliest becomes the new thread's opening text, comments go along. */
		postIds: z.array(Id).min(1).max(200),
		title: Title,
		spaceId: Id,
		kind: ThreadKind,
		tags: Tags.default([]),
		...because,
	}),
]);
export type ActOnThread = z.infer<typeof ActOnThread>;

/** What was done: `deedId` undoes it; null when it stood so already. `path` leads to where the thread or post is now. */
export const Deed = z.object({ deedId: z.number().nullable(), act: Act, path: z.string(), version: z.number() });
export type Deed = z.infer<typeof Deed>;

export const actOnThread = endpoint({
	method: 'POST',
	path: '/api/threads/:threadId/acts',
	summary: 'As a moderator: lock, close, pin, unlist, move, change the kind, merge, split, or the opposite',
	params: z.object({ threadId: Id }),
	body: ActOnThread,
	reply: Deed,
	status: 201,
});
export const actOnPost = endpoint({
	method: 'POST',
	path: '/api/posts/:postId/acts',
	summary: 'As a moderator: hold (hide) a post, release it, delete or restore it',
	params: z.object({ postId: Id }),
	body: z.object({ act: PostAct, ...because }),
	reply: Deed,
	status: 201,
});
export const undoDeed = endpoint({
	method: 'POST',
	path: '/api/deeds/:deedId/undo',
	summary: 'Undo what a moderator did, while it still stands so',
	params: z.object({ deedId: Id }),
	body: z.object({ requestKey: RequestKey }),
	reply: Deed,
	status: 201,
});

/** What was done to a thread or post before, newest first. */
export const PastDeed = z.object({
	id: z.number(),
	act: Act,
	postId: z.number().nullable(),
	/** Null: a rule. */
	by: Author.nullable(),
	reason: z.string(),
	at: Time,
	undone: z.boolean(),
	mayUndo: z.boolean(),
});
export type PastDeed = z.infer<typeof PastDeed>;

export const readThreadActs = endpoint({
	method: 'GET',
	path: '/api/threads/:threadId/acts',
	summary: 'What a moderator may do to a thread, where it can go, and what was done before',
	params: z.object({ threadId: Id }),
	reply: z.object({
		thread: z.object({
			id: z.number(),
			path: z.string(),
			title: z.string(),
			kind: ThreadKind,
			space: SpaceRef,
			companyId: z.number().nullable(),
			tags: z.array(z.string()),
			locked: z.boolean(),
			closed: z.boolean(),
			pinned: z.boolean(),
			listed: z.boolean(),
			state: z.enum(['published', 'pending', 'held', 'deleted']),
		}),
		may: z.array(ThreadAct),
		/** Where it can be moved to; who reads there may differ. */
		spaces: z.array(SpaceRef.extend({ kind: z.enum(['public', 'members', 'groups', 'company', 'company_only']) })),
		kinds: z.array(ThreadKind),
		/** Its answers, oldest first, 200 at most: what can be split off. */
		answers: z.array(
			z.object({ id: z.number(), author: Author, excerpt: z.string(), createdAt: Time, comments: z.number() }),
		),
		deeds: z.array(PastDeed),
	}),
});
export type ThreadActs = z.infer<typeof readThreadActs.reply>;
export const readPostActs = endpoint({
	method: 'GET',
	path: '/api/posts/:postId/acts',
	summary: 'What a moderator may do to a post, and what was done before',
	params: z.object({ postId: Id }),
	reply: z.object({
		post: z.object({
			id: z.number(),
			path: z.string(),
			kind: z.enum(['opening', 'answer', 'comment']),
			state: z.enum(['published', 'pending', 'held', 'deleted']),
			author: Author,
			threadTitle: z.string(),
			excerpt: z.string(),
			createdAt: Time,
		}),
		may: z.array(PostAct),
		/** Why it is held: what its author is told, and what rules found. */
		held: z
			.object({ reason: z.string(), findings: z.array(z.object({ rule: z.string(), detail: z.string() })) })
			.nullable(),
		deeds: z.array(PastDeed),
	}),
});
export type PostActs = z.infer<typeof readPostActs.reply>;
