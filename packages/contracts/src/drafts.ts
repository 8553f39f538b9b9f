import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id, Time } from './common.ts';
import { ThreadKind } from './threads.ts';

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
		/** Of an edit: the version that it was begun on. */
		version: z.number().int().min(1).optional(),
	}),
	updatedAt: Time,
});
export type Draft = z.infer<typeof Draft>;
const DraftPlace = z.object({ kind: Draft.shape.kind, targetId: z.coerce.number().int().min(0) });
/** Whose page it is: refused with 409 once somebody else is signed in, 401 once nobody is. Pages of visitors leave it out. */
const Owner = z.object({ as: Id.optional() });
export const keepDraft = endpoint({
	method: 'PUT',
	path: '/api/drafts/:kind/:targetId',
	summary:
		'Keep what is being written (target: thread answered, post commented on or edited, 0 for a new thread); visitors too, by cookie',
	params: DraftPlace,
	query: Owner,
	body: Draft.shape.content,
	reply: z.object({ updatedAt: Time }),
});
export const readDraft = endpoint({
	method: 'GET',
	path: '/api/drafts/:kind/:targetId',
	summary: 'The draft kept for this place, or null',
	params: DraftPlace,
	query: Owner,
	reply: z.object({ draft: Draft.nullable() }),
});
export const dropDraft = endpoint({
	method: 'DELETE',
	path: '/api/drafts/:kind/:targetId',
	summary: 'Throw a draft away',
	params: DraftPlace,
	query: Owner,
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
