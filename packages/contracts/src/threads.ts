import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, Time } from './common.ts';
import { Stage } from './insight-choices.ts';
import { TagName } from './tags.ts';

export const ThreadKind = z.enum(['question', 'idea', 'problem', 'discussion', 'announcement']);
export type ThreadKind = z.infer<typeof ThreadKind>;
export const Title = z.string().trim().min(8).max(200);
export const Tags = z.array(TagName).max(5);

export const SpaceRef = z.object({ id: z.number(), slug: z.string(), name: z.string(), colour: z.number() });

/** A thread as a row of a list. */
export const ThreadRow = z.object({
	id: z.number(),
	path: z.string(),
	kind: ThreadKind,
	title: z.string(),
	excerpt: z.string(),
	space: SpaceRef,
	tags: z.array(z.string()),
	author: Author,
	createdAt: Time,
	activeAt: Time,
	score: z.number(),
	answers: z.number(),
	meToo: z.number(),
	views: z.number(),
	solved: z.boolean(),
	closed: z.boolean(),
	pinned: z.boolean(),
	needsAnswer: z.boolean(),
	state: z.enum(['published', 'pending', 'held', 'deleted']),
	/** What has become of it: the stage of the public insight that it belongs to. */
	stage: Stage.nullable(),
});
export type ThreadRow = z.infer<typeof ThreadRow>;

/** What the reader may do with a post; each also shown as such on the page. */
export const PostRights = z.object({
	edit: z.boolean(),
	delete: z.boolean(),
	restore: z.boolean(),
	vote: z.boolean(),
	comment: z.boolean(),
	/** Accept it, or take the acceptance back where it is accepted. */
	accept: z.boolean(),
	seeHistory: z.boolean(),
	/** Deleting leaves the text for those it helps and can only take the name off. */
	deleteTakesNameOnly: z.boolean(),
	/** Hold, release, delete or restore it as a moderator. */
	moderate: z.boolean(),
	/** Tell moderators of it; again changes the words. */
	report: z.boolean(),
});

/** Why a post is held: what its author is told; what rules found is for moderators, others get none of it. */
export const Held = z.object({
	reason: z.string(),
	findings: z.array(z.object({ rule: z.string(), detail: z.string() })),
});

export const Comment = z.object({
	id: z.number(),
	parentId: z.number(),
	author: Author,
	/** Null when deleted: a tombstone keeps the place. */
	html: z.string().nullable(),
	state: z.enum(['published', 'pending', 'held', 'deleted']),
	held: Held.nullable(),
	version: z.number(),
	createdAt: Time,
	editedAt: Time.nullable(),
	score: z.number(),
	licence: z.string().nullable(),
	sourceUrl: z.string().nullable(),
	may: PostRights,
});
export type Comment = z.infer<typeof Comment>;

export const Post = z.object({
	id: z.number(),
	kind: z.enum(['opening', 'answer']),
	author: Author,
	authorAccepted: z.number(),
	html: z.string().nullable(),
	state: z.enum(['published', 'pending', 'held', 'deleted']),
	held: Held.nullable(),
	version: z.number(),
	revisions: z.number(),
	createdAt: Time,
	editedAt: Time.nullable(),
	editedBy: z.string().nullable(),
	deletedAt: Time.nullable(),
	score: z.number(),
	/** The reader's own vote: 1, -1 or 0. */
	myVote: z.number(),
	accepted: z.boolean(),
	acceptedBy: z.string().nullable(),
	/** The first 5; all of them when asked for with ?comments=<postId>. */
	comments: z.array(Comment),
	commentCount: z.number(),
	licence: z.string().nullable(),
	sourceUrl: z.string().nullable(),
	may: PostRights,
});
export type Post = z.infer<typeof Post>;

export const Thread = ThreadRow.extend({
	version: z.number(),
	language: z.string(),
	company: z.string().nullable(),
	closedReason: z.string().nullable(),
	locked: z.boolean(),
	solvedOtherwise: z.string().nullable(),
	acceptedCount: z.number(),
	listed: z.boolean(),
	formValues: z.array(z.object({ label: z.string(), value: z.string() })),
	duplicateOf: z.object({ path: z.string(), title: z.string() }).nullable(),
	/** Somebody proposed this; shown to those who decide, and to readers as a hint. */
	proposedDuplicateOf: z.object({ id: z.number(), path: z.string(), title: z.string() }).nullable(),
	duplicates: z.array(z.object({ path: z.string(), title: z.string() })),
	/** Voters, me-too members and watchers whom duplicates of it carried over, each once. */
	peopleFromDuplicates: z.number(),
	related: z.array(z.object({ path: z.string(), title: z.string(), solved: z.boolean() })),
	/** What went into it or out of it; a thread that was merged in has no address of its own any more. */
	joined: z.array(
		z.object({
			how: z.enum(['merged-in', 'split-from', 'split-off']),
			title: z.string(),
			path: z.string().nullable(),
		}),
	),
	myMeToo: z.boolean(),
	myWatch: z.enum(['all', 'first_post', 'mentions', 'none']).nullable(),
	may: z.object({
		answer: z.boolean(),
		meToo: z.boolean(),
		watch: z.boolean(),
		solveOtherwise: z.boolean(),
		editTags: z.boolean(),
		/** Propose a duplicate. */
		linkDuplicate: z.boolean(),
		/** Confirm or decline one: the asker and moderators. */
		decideDuplicate: z.boolean(),
		/** Act on it as a moderator. */
		moderate: z.boolean(),
		/** Read and leave staff-only notes. */
		seeNotes: z.boolean(),
	}),
});
export type Thread = z.infer<typeof Thread>;

export const ThreadOrder = z.enum(['best', 'newest', 'oldest']);
export type ThreadOrder = z.infer<typeof ThreadOrder>;
export const readThread = endpoint({
	method: 'GET',
	path: '/api/threads/:threadId',
	summary: 'A thread with its opening text and a page of 20 answers',
	params: z.object({ threadId: Id }),
	query: z.object({
		order: ThreadOrder.default('best'),
		page: z.coerce.number().int().min(1).max(10_000).default(1),
		/** Open the page that holds this answer or comment. */
		postId: Id.optional(),
		/** Show all comments of this post. */
		comments: Id.optional(),
	}),
	reply: z.object({
		thread: Thread,
		opening: Post,
		answers: z.array(Post),
		order: ThreadOrder,
		page: z.number(),
		pages: z.number(),
		/** The reader asked this, has answers, and has neither accepted one nor said that none is right yet. */
		asksToAccept: z.boolean().optional(),
		/** What has become of it, while staff make that public: the first line of what people were told last. */
		outcome: z
			.object({ stage: Stage, since: Time, said: z.string().nullable(), onRoadmap: z.boolean() })
			.nullable()
			.optional(),
	}),
});
export type ThreadView = z.infer<typeof readThread.reply>;

/** The changed or new posts alone, for live updates: fetched by id after a message. */
export const readPosts = endpoint({
	method: 'GET',
	path: '/api/threads/:threadId/posts',
	summary: 'The opening text or answers of a thread by number (comma separated), as the reader may see them',
	params: z.object({ threadId: Id }),
	query: z.object({
		ids: z.string().max(500),
		/** Show all comments of this post. */
		comments: Id.optional(),
	}),
	reply: z.object({ version: z.number(), posts: z.array(Post), thread: Thread }),
});

/** `unanswered`: what waits for an answer, newest first by number; the others as they are called. */
export const ListOrder = z.enum(['newest', 'unanswered', 'hot', 'top']);
export type ListOrder = z.infer<typeof ListOrder>;
export const listThreads = endpoint({
	method: 'GET',
	path: '/api/threads',
	summary: 'Threads: newest, needing an answer, hot, top this week; of a space, kind or tag',
	query: z.object({
		order: ListOrder.default('newest'),
		space: z.string().max(60).optional(),
		tag: z.string().max(40).optional(),
		kind: ThreadKind.optional(),
		author: z.string().max(30).optional(),
		after: Cursor.optional(),
		before: Cursor.optional(),
	}),
	reply: z.object({ items: z.array(ThreadRow), next: Cursor.nullable(), previous: Cursor.nullable() }),
});
