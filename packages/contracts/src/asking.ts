import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id, Markdown, RequestKey } from './common.ts';
import { Tags, ThreadKind, Title } from './threads.ts';

/** How long the form was open, in milliseconds: what a new member sends within 3 s is held. Unknown where nobody says it. */
const typedForMs = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();

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
	typedForMs,
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
	body: z.object({ requestKey: RequestKey, sourceText: Markdown, typedForMs }),
	reply: PostRef,
	status: 201,
});
export const CommentText = z.string().trim().min(2).max(2000);
export const postComment = endpoint({
	method: 'POST',
	path: '/api/posts/:postId/comments',
	summary: 'Comment on an opening text or an answer',
	params: z.object({ postId: Id }),
	body: z.object({ requestKey: RequestKey, sourceText: CommentText, typedForMs }),
	reply: PostRef,
	status: 201,
});

export const previewBody = endpoint({
	method: 'POST',
	path: '/api/preview',
	summary: 'Markdown as it will look',
	body: z.object({ sourceText: z.string().max(64_000) }),
	reply: z.object({ html: z.string() }),
});
