import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** A field that a space asks for with a new thread. */
export const FormField = z.object({
	name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
	label: z.string().min(1).max(120),
	kind: z.enum(['text', 'long', 'choice']),
	required: z.boolean(),
	choices: z.array(z.string().max(120)).max(30).default([]),
	hint: z.string().max(300).default(''),
});
export type FormField = z.infer<typeof FormField>;

export const SpaceKind = z.enum(['public', 'members', 'groups', 'company', 'company_only']);
export const Space = z.object({
	id: z.number(),
	slug: z.string(),
	name: z.string(),
	description: z.string(),
	kind: SpaceKind,
	colour: z.number(),
	/** Counts public threads only; null for spaces that not all may read. */
	threads: z.number().nullable(),
	waiting: z.number().nullable(),
	/** Whether the reader may start a thread here; a visitor, once they have joined. */
	mayAsk: z.boolean(),
	formTemplate: z.array(FormField),
});
export type Space = z.infer<typeof Space>;

export const listSpaces = endpoint({
	method: 'GET',
	path: '/api/spaces',
	summary: 'The spaces that the reader may read, in order',
	reply: z.object({ items: z.array(Space) }),
});
