import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Id, Time } from './common.ts';
import { TagName } from './tags.ts';

const params = z.object({ tagId: Id });
const nothing = { reply: z.undefined(), status: 204 } as const;

export const AdminTagRow = z.object({
	id: z.number(),
	name: z.string(),
	description: z.string(),
	/** Listed threads in public spaces, as last counted. */
	threads: z.number(),
	/** No thread at all carries it: it can be deleted. */
	unused: z.boolean(),
	/** Other names that lead to it. */
	synonyms: z.array(z.string()),
});
export type AdminTagRow = z.infer<typeof AdminTagRow>;

export const listAdminTags = endpoint({
	method: 'GET',
	path: '/api/admin/tags',
	summary: 'Tags by use, 50 a page, or those whose name or other name holds the words; for admins',
	query: z.object({
		q: z.string().trim().max(40).optional(),
		only: z.enum(['unused', 'undescribed']).optional(),
		after: Cursor.optional(),
	}),
	reply: z.object({ items: z.array(AdminTagRow), next: Cursor.nullable() }),
});

export const AdminTag = z.object({
	id: z.number(),
	name: z.string(),
	description: z.string(),
	threads: z.number(),
	unused: z.boolean(),
	watchers: z.number(),
	synonyms: z.array(z.object({ id: z.number(), name: z.string() })),
	/** Merges into it that can be undone still, newest first. */
	merges: z.array(
		z.object({ id: z.number(), name: z.string(), threads: z.number(), at: Time, by: z.string().nullable() }),
	),
});
export type AdminTag = z.infer<typeof AdminTag>;
export const readAdminTag = endpoint({
	method: 'GET',
	path: '/api/admin/tags/:tagId',
	summary: 'A tag with its other names and what was merged into it; for admins',
	params,
	reply: AdminTag,
});
export const editTag = endpoint({
	method: 'PATCH',
	path: '/api/admin/tags/:tagId',
	summary: 'Rename or describe a tag; its old name stays as another name and leads on',
	params,
	body: z.object({ name: TagName.optional(), description: z.string().trim().max(2000).optional() }),
	...nothing,
});
export const mergeTag = endpoint({
	method: 'POST',
	path: '/api/admin/tags/:tagId/merge',
	summary: 'Merge a tag into another: its threads and watchers go along, its names lead there; can be undone',
	params,
	body: z.object({ into: TagName }),
	reply: z.object({ id: z.number(), mergeId: z.number() }),
});
export const undoTagMerge = endpoint({
	method: 'POST',
	path: '/api/admin/tag-merges/:mergeId/undo',
	summary: 'Undo a merge of tags: the threads carry again what they carried',
	params: z.object({ mergeId: Id }),
	reply: z.object({ id: z.number() }),
});
export const addSynonym = endpoint({
	method: 'POST',
	path: '/api/admin/tags/:tagId/synonyms',
	summary: 'Give a tag another name: whoever types it gets the tag',
	params,
	body: z.object({ name: TagName }),
	...nothing,
});
export const removeSynonym = endpoint({
	method: 'DELETE',
	path: '/api/admin/tags/:tagId/synonyms/:synonymId',
	summary: 'Take another name away from a tag',
	params: z.object({ tagId: Id, synonymId: Id }),
	...nothing,
});
export const deleteTag = endpoint({
	method: 'DELETE',
	path: '/api/admin/tags/:tagId',
	summary: 'Delete a tag that no thread carries, with its other names',
	params,
	...nothing,
});
