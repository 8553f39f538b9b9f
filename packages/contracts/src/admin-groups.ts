import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Handle, Id } from './common.ts';

const GroupName = z.string().trim().min(1).max(80);
const params = z.object({ groupId: Id });
const nothing = { reply: z.undefined(), status: 204 } as const;

export const AdminGroup = z.object({
	id: z.number(),
	name: z.string(),
	members: z.number(),
	/** Spaces that are open to it: while there are any it cannot be deleted. */
	spaces: z.array(z.object({ id: z.number(), name: z.string() })),
});
export type AdminGroup = z.infer<typeof AdminGroup>;

export const listAdminGroups = endpoint({
	method: 'GET',
	path: '/api/admin/groups',
	summary: 'Every group with the number of its members; for admins',
	reply: z.object({ items: z.array(AdminGroup) }),
});
export const readAdminGroup = endpoint({
	method: 'GET',
	path: '/api/admin/groups/:groupId',
	summary: 'A group with its members by handle, 50 a page; for admins',
	params,
	query: z.object({ after: Cursor.optional() }),
	reply: AdminGroup.extend({
		people: z.array(z.object({ id: z.number(), handle: z.string(), name: z.string(), company: z.string().nullable() })),
		next: Cursor.nullable(),
	}),
});
export const makeGroup = endpoint({
	method: 'POST',
	path: '/api/admin/groups',
	summary: 'Make a group',
	body: z.object({ name: GroupName }),
	reply: z.object({ id: z.number() }),
	status: 201,
});
export const renameGroup = endpoint({
	method: 'PATCH',
	path: '/api/admin/groups/:groupId',
	summary: 'Give a group another name',
	params,
	body: z.object({ name: GroupName }),
	...nothing,
});
export const deleteGroup = endpoint({
	method: 'DELETE',
	path: '/api/admin/groups/:groupId',
	summary: 'Delete a group that no space is open to',
	params,
	...nothing,
});
export const addGroupMember = endpoint({
	method: 'POST',
	path: '/api/admin/groups/:groupId/members',
	summary: 'Put a member into a group',
	params,
	body: z.object({ handle: Handle }),
	...nothing,
});
export const removeGroupMember = endpoint({
	method: 'DELETE',
	path: '/api/admin/groups/:groupId/members/:memberId',
	summary: 'Take a member out of a group',
	params: z.object({ groupId: Id, memberId: Id }),
	...nothing,
});
