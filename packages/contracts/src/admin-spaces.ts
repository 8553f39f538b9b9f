import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Handle, Id } from './common.ts';
import { FormField, SpaceKind } from './spaces.ts';

/** The last part of a space's address. */
export const SpaceSlug = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^[a-z0-9][a-z0-9-]{0,59}$/);
const SpaceName = z.string().trim().min(1).max(80);
const SpaceDescription = z.string().trim().max(500);
/** Who may start threads: all who may read, or staff only. */
export const SpacePosting = z.enum(['readers', 'staff']);
const Named = z.object({ id: z.number(), name: z.string() });

export const AdminSpaceRow = z.object({
	id: z.number(),
	slug: z.string(),
	name: z.string(),
	description: z.string(),
	kind: SpaceKind,
	colour: z.number(),
	posting: SpacePosting,
	archived: z.boolean(),
	/** Published and listed ones, as last counted. */
	threads: z.number(),
});
export type AdminSpaceRow = z.infer<typeof AdminSpaceRow>;

export const AdminSpace = AdminSpaceRow.extend({
	formTemplate: z.array(FormField),
	groups: z.array(Named),
	companies: z.array(Named),
	moderators: z.array(z.object({ id: z.number(), handle: z.string(), name: z.string() })),
	/** Addresses that lead here from before a renaming. */
	formerSlugs: z.array(z.string()),
	/** All groups there are, to choose from. */
	allGroups: z.array(Named),
});
export type AdminSpace = z.infer<typeof AdminSpace>;

const params = z.object({ spaceId: Id });
const nothing = { reply: z.undefined(), status: 204 } as const;

export const listAdminSpaces = endpoint({
	method: 'GET',
	path: '/api/admin/spaces',
	summary: 'Every space, archived ones too, in order; for admins',
	reply: z.object({ items: z.array(AdminSpaceRow) }),
});
export const readAdminSpace = endpoint({
	method: 'GET',
	path: '/api/admin/spaces/:spaceId',
	summary: 'A space with its rights, form and moderators; for admins',
	params,
	reply: AdminSpace,
});
export const MakeSpace = z.object({
	name: SpaceName,
	description: SpaceDescription.default(''),
	/** Made from the name when left out. */
	slug: SpaceSlug.optional(),
	kind: SpaceKind.default('public'),
});
export const makeSpace = endpoint({
	method: 'POST',
	path: '/api/admin/spaces',
	summary: 'Make a space at the end of the list; one for groups or companies begins with staff alone',
	body: MakeSpace,
	reply: z.object({ id: z.number() }),
	status: 201,
});
export const EditSpace = z.object({
	name: SpaceName.optional(),
	description: SpaceDescription.optional(),
	slug: SpaceSlug.optional(),
	colour: z.coerce.number().int().min(1).max(4).optional(),
	posting: SpacePosting.optional(),
});
export const editSpace = endpoint({
	method: 'PATCH',
	path: '/api/admin/spaces/:spaceId',
	summary: 'Change name, address, description, colour or posting rights; an old address leads on',
	params,
	body: EditSpace,
	...nothing,
});
export const SetSpaceReaders = z.object({
	kind: SpaceKind,
	/** Heeded for kind groups. */
	groupIds: z.array(Id).max(200).default([]),
	/** By name; heeded for kind company. */
	companies: z.array(z.string().trim().min(1).max(120)).max(500).default([]),
	/** Has to be true where the readers of what is there change. */
	confirmed: z.boolean().default(false),
});
export const setSpaceReaders = endpoint({
	method: 'PUT',
	path: '/api/admin/spaces/:spaceId/readers',
	summary: 'Say who may read a space; counts at once, on open pages too',
	params,
	body: SetSpaceReaders,
	...nothing,
});
export const moveSpace = endpoint({
	method: 'POST',
	path: '/api/admin/spaces/:spaceId/place',
	summary: 'Move a space one place up or down in the lists',
	params,
	body: z.object({ direction: z.enum(['up', 'down']) }),
	...nothing,
});
export const setSpaceArchived = endpoint({
	method: 'PUT',
	path: '/api/admin/spaces/:spaceId/archived',
	summary: 'Archive a space (threads stay readable, none can be started) or open it again',
	params,
	body: z.object({ archived: z.boolean() }),
	...nothing,
});
export const setSpaceForm = endpoint({
	method: 'PUT',
	path: '/api/admin/spaces/:spaceId/form',
	summary: 'Say which fields a new thread here is asked for; what was filled in before stays',
	params,
	body: z.object({ fields: z.array(FormField).max(20) }),
	...nothing,
});
export const addSpaceModerator = endpoint({
	method: 'POST',
	path: '/api/admin/spaces/:spaceId/moderators',
	summary: 'Let a member moderate this space',
	params,
	body: z.object({ handle: Handle }),
	...nothing,
});
export const removeSpaceModerator = endpoint({
	method: 'DELETE',
	path: '/api/admin/spaces/:spaceId/moderators/:memberId',
	summary: 'Let a member moderate this space no more',
	params: z.object({ spaceId: Id, memberId: Id }),
	...nothing,
});
