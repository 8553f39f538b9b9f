import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** 1–40 characters: letters, digits, + # . - ; stored in lower case. */
export const TagName = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^[\p{L}\p{N}][\p{L}\p{N}+#.-]{0,39}$/u);

export const Tag = z.object({ id: z.number(), name: z.string(), description: z.string(), threads: z.number() });
export type Tag = z.infer<typeof Tag>;

export const listTags = endpoint({
	method: 'GET',
	path: '/api/tags',
	summary: 'Tags by use, or those whose name begins so',
	query: z.object({ q: z.string().trim().max(40).optional(), after: z.string().max(200).optional() }),
	reply: z.object({ items: z.array(Tag), next: z.string().nullable() }),
});
