import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const StoredFile = z.object({
	id: z.number(),
	name: z.string(),
	url: z.string(),
	contentType: z.string(),
	bytes: z.number(),
	width: z.number().nullable(),
	height: z.number().nullable(),
});
export type StoredFile = z.infer<typeof StoredFile>;
/** Multipart with one part `file`; images only, re-encoded without metadata, at most 2048 px and 10 MB. */
export const uploadFile = endpoint({
	method: 'POST',
	path: '/api/files',
	summary: 'Upload an image for a post (purpose=post) or as one’s picture (purpose=picture)',
	query: z.object({ purpose: z.enum(['post', 'picture']).default('post') }),
	reply: StoredFile,
	status: 201,
});
