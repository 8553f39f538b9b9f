import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, Markdown, RequestKey, Time } from './common.ts';
import { PostRef } from './asking.ts';
import { Tags, Title } from './threads.ts';

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
	/** Somebody else's: who changes or deletes it says why. */
	needsReason: z.boolean(),
	/** How many days a deleted post can be brought back. */
	restoreWithinDays: z.number(),
});
export type PostSource = z.infer<typeof PostSource>;
export const readPostSource = endpoint({
	method: 'GET',
	path: '/api/posts/:postId/source',
	summary: 'A post as its editor needs it, or whoever is about to delete it',
	params: z.object({ postId: Id }),
	query: z.object({ to: z.enum(['edit', 'delete']).default('edit') }),
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
	body: z.object({
		hideName: z.boolean().default(false),
		/** Needed from moderators: what its author is told. */
		reason: z.string().trim().max(1000).default(''),
	}),
	reply: z.object({ outcome: z.enum(['deleted', 'name-hidden', 'kept']), threadPath: z.string() }),
});
export const restorePost = endpoint({
	method: 'POST',
	path: '/api/posts/:postId/restore',
	summary: 'Bring a deleted post back within 30 days',
	params: z.object({ postId: Id }),
	reply: PostRef,
});
