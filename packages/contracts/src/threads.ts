import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, Markdown, RequestKey, Time } from './common.ts';
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
});

export const Comment = z.object({
	id: z.number(),
	parentId: z.number(),
	author: Author,
	/** Null when deleted: a tombstone keeps the place. */
	html: z.string().nullable(),
	state: z.enum(['published', 'pending', 'held', 'deleted']),
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
	related: z.array(z.object({ path: z.string(), title: z.string(), solved: z.boolean() })),
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
	}),
});
export type Thread = z.infer<typeof Thread>;

export const ThreadPath = z.object({
	id: z.number(),
	path: z.string(),
	postId: z.number(),
	state: z.enum(['published', 'pending', 'held']),
});

export const AskThread = z.object({
	requestKey: RequestKey,
	kind: ThreadKind,
	spaceId: Id,
	title: Title,
	sourceText: Markdown,
	tags: Tags,
	formValues: z.record(z.string(), z.string().trim().max(4000)).default({}),
	/** Staff in a company-only space: whose thread it is; none keeps it among staff. */
	companyId: Id.optional(),
	/** Similar threads were shown before it was posted. */
	similarSeen: z.boolean().default(false),
});
export type AskThread = z.infer<typeof AskThread>;
export const askThread = endpoint({
	method: 'POST',
	path: '/api/threads',
	summary: 'Start a thread',
	body: AskThread,
	reply: ThreadPath,
	status: 201,
});

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

export const PostRef = z.object({
	id: z.number(),
	path: z.string(),
	version: z.number(),
	state: z.enum(['published', 'pending', 'held']),
});

export type PostRef = z.infer<typeof PostRef>;

export const postAnswer = endpoint({
	method: 'POST',
	path: '/api/threads/:threadId/answers',
	summary: 'Answer a thread (a reply under ideas, discussions, announcements)',
	params: z.object({ threadId: Id }),
	body: z.object({ requestKey: RequestKey, sourceText: Markdown }),
	reply: PostRef,
	status: 201,
});
export const CommentText = z.string().trim().min(2).max(2000);
export const postComment = endpoint({
	method: 'POST',
	path: '/api/posts/:postId/comments',
	summary: 'Comment on an opening text or an answer',
	params: z.object({ postId: Id }),
	body: z.object({ requestKey: RequestKey, sourceText: CommentText }),
	reply: PostRef,
	status: 201,
});

export const PostSource = z.object({
	id: z.number(),
	threadId: z.number(),
	threadPath: z.string(),
	threadTitle: z.string(),
	kind: z.enum(['opening', 'answer', 'comment']),
	/** Of the opening text only. */
	title: z.string().nullable(),
	tags: z.array(z.string()).nullable(),
	sourceText: z.string(),
	version: z.number(),
});
export type PostSource = z.infer<typeof PostSource>;
export const readPostSource = endpoint({
	method: 'GET',
	path: '/api/posts/:postId/source',
	summary: 'A post as its editor needs it',
	params: z.object({ postId: Id }),
	reply: PostSource,
});
export const EditPost = z.object({
	requestKey: RequestKey,
	/** The version that the editor started from; another one since then is refused with both texts. */
	version: z.coerce.number().int().positive(),
	sourceText: Markdown,
	title: Title.optional(),
	tags: Tags.optional(),
	reason: z.string().trim().max(500).default(''),
});
export type EditPost = z.infer<typeof EditPost>;
export const editPost = endpoint({
	method: 'PATCH',
	path: '/api/posts/:postId',
	summary: 'Edit a post; refused with `edited-meanwhile` and the current text when somebody else was faster',
	params: z.object({ postId: Id }),
	body: EditPost,
	reply: PostRef,
});

export const DiffPart = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export const Revision = z.object({
	number: z.number(),
	editor: Author,
	reason: z.string(),
	/** The earlier revision that this one brought back. */
	rollbackOf: z.number().nullable(),
	createdAt: Time,
	title: z.array(DiffPart).nullable(),
	tags: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }).nullable(),
	text: z.array(DiffPart),
	current: z.boolean(),
});
export const listRevisions = endpoint({
	method: 'GET',
	path: '/api/posts/:postId/revisions',
	summary: 'What was changed, when, by whom: newest first, each with its word diff',
	params: z.object({ postId: Id }),
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({
		post: PostSource.pick({ id: true, threadPath: true, threadTitle: true, kind: true, version: true }),
		mayRollBack: z.boolean(),
		items: z.array(Revision),
		next: Cursor.nullable(),
	}),
});
export const rollBackPost = endpoint({
	method: 'POST',
	path: '/api/posts/:postId/rollback',
	summary: 'Bring an earlier revision back, as a new one',
	params: z.object({ postId: Id }),
	body: z.object({
		requestKey: RequestKey,
		revision: z.coerce.number().int().positive(),
		version: z.coerce.number().int().positive(),
	}),
	reply: PostRef,
});
export const deletePost = endpoint({
	method: 'DELETE',
	path: '/api/posts/:postId',
	summary:
		'Delete a post (a thread with its opening text while it has no answers; with answers the text stays and the name may go)',
	params: z.object({ postId: Id }),
	body: z.object({ hideName: z.boolean().default(false) }),
	reply: z.object({ outcome: z.enum(['deleted', 'name-hidden', 'kept']), threadPath: z.string() }),
});
export const restorePost = endpoint({
	method: 'POST',
	path: '/api/posts/:postId/restore',
	summary: 'Bring a deleted post back within 30 days',
	params: z.object({ postId: Id }),
	reply: PostRef,
});

export const acceptAnswer = endpoint({
	method: 'PUT',
	path: '/api/posts/:postId/accepted',
	summary: 'Accept an answer, or take it back; several may be accepted together',
	params: z.object({ postId: Id }),
	body: z.object({ accepted: z.boolean() }),
	reply: z.object({ accepted: z.boolean(), acceptedCount: z.number(), solved: z.boolean(), version: z.number() }),
});
export const solveOtherwise = endpoint({
	method: 'PUT',
	path: '/api/threads/:threadId/solved-otherwise',
	summary: 'Say how it was solved without an answer here; an empty text takes it back',
	params: z.object({ threadId: Id }),
	body: z.object({ text: z.string().trim().max(300) }),
	reply: z.object({ solved: z.boolean(), version: z.number() }),
});
export const linkDuplicate = endpoint({
	method: 'POST',
	path: '/api/threads/:threadId/duplicate',
	summary: 'Propose (or, as asker or moderator, confirm) that this thread asks what another one asks',
	params: z.object({ threadId: Id }),
	body: z.object({ ofThreadId: Id }),
	reply: z.object({ state: z.enum(['proposed', 'confirmed']) }),
});
export const unlinkDuplicate = endpoint({
	method: 'DELETE',
	path: '/api/threads/:threadId/duplicate',
	summary: 'Take the duplicate mark back, or decline a proposed one',
	params: z.object({ threadId: Id }),
	reply: z.undefined(),
	status: 204,
});

export const Draft = z.object({
	kind: z.enum(['thread', 'answer', 'comment', 'edit']),
	targetId: z.number(),
	content: z.object({
		title: z.string().max(300).optional(),
		sourceText: z.string().max(64_000).optional(),
		spaceId: z.coerce.number().int().nullable().optional(),
		kind: ThreadKind.optional(),
		tags: z.string().max(300).optional(),
		formValues: z.record(z.string(), z.string().max(4000)).optional(),
	}),
	updatedAt: Time,
});
export type Draft = z.infer<typeof Draft>;
const DraftPlace = z.object({ kind: Draft.shape.kind, targetId: z.coerce.number().int().min(0) });
export const keepDraft = endpoint({
	method: 'PUT',
	path: '/api/drafts/:kind/:targetId',
	summary:
		'Keep what is being written (target: thread answered, post commented on or edited, 0 for a new thread); visitors too, by cookie',
	params: DraftPlace,
	body: Draft.shape.content,
	reply: z.object({ updatedAt: Time }),
});
export const readDraft = endpoint({
	method: 'GET',
	path: '/api/drafts/:kind/:targetId',
	summary: 'The draft kept for this place, or null',
	params: DraftPlace,
	reply: z.object({ draft: Draft.nullable() }),
});
export const dropDraft = endpoint({
	method: 'DELETE',
	path: '/api/drafts/:kind/:targetId',
	summary: 'Throw a draft away',
	params: DraftPlace,
	reply: z.undefined(),
	status: 204,
});
export const listDrafts = endpoint({
	method: 'GET',
	path: '/api/drafts',
	summary: 'All my drafts, newest first',
	reply: z.object({
		items: z.array(
			Draft.extend({
				/** Where to go on writing. */
				path: z.string(),
				placeTitle: z.string().nullable(),
			}),
		),
	}),
});
export const previewBody = endpoint({
	method: 'POST',
	path: '/api/preview',
	summary: 'Markdown as it will look',
	body: z.object({ sourceText: z.string().max(64_000) }),
	reply: z.object({ html: z.string() }),
});

export const ListOrder = z.enum(['newest', 'unanswered', 'hot', 'top', 'active']);
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
