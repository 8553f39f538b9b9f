import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Id, Role, Time } from './common.ts';

const params = z.object({ memberId: Id });
const nothing = { reply: z.undefined(), status: 204 } as const;
const Named = z.object({ id: z.number(), name: z.string() });

export const AdminMemberRow = z.object({
	id: z.number(),
	handle: z.string(),
	name: z.string(),
	/** Seen by admins only. */
	mail: z.string().nullable(),
	mailVerified: z.boolean(),
	role: Role,
	state: z.enum(['active', 'silenced', 'suspended']),
	/** Null: until somebody lifts it. */
	stateUntil: Time.nullable(),
	company: z.string().nullable(),
	joinedAt: Time,
	lastSeenAt: Time.nullable(),
});
export type AdminMemberRow = z.infer<typeof AdminMemberRow>;

export const AdminMembersQuery = z.object({
	/** A part of the name, handle or mail address. */
	q: z.string().trim().max(100).optional(),
	role: Role.optional(),
	state: z.enum(['active', 'silenced', 'suspended']).optional(),
	companyId: Id.optional(),
	groupId: Id.optional(),
	/** Only those who have not confirmed their address. */
	unverified: z.enum(['yes']).optional(),
	after: Cursor.optional(),
});
export type AdminMembersQuery = z.infer<typeof AdminMembersQuery>;
export const listAdminMembers = endpoint({
	method: 'GET',
	path: '/api/admin/members',
	summary: 'Members as admins see them, newest first, 50 a page; for admins',
	query: AdminMembersQuery,
	reply: z.object({
		items: z.array(AdminMemberRow),
		next: Cursor.nullable(),
		/** All groups there are, and the company asked for: what the filters are called. */
		groups: z.array(Named),
		company: Named.nullable(),
	}),
});

/** A line of the audit log about one member. */
export const AuditLine = z.object({
	id: z.number(),
	at: Time,
	action: z.string(),
	by: z.string().nullable(),
	details: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const AdminMember = AdminMemberRow.extend({
	title: z.string(),
	trustLevel: z.number(),
	language: z.string(),
	groups: z.array(Named),
	allGroups: z.array(Named),
	/** Spaces that they moderate. */
	moderates: z.array(Named),
	devices: z.number(),
	threads: z.number(),
	answers: z.number(),
	/** The community would be left without an admin. */
	lastAdmin: z.boolean(),
	/** Newest first, 20 at most. */
	audit: z.array(AuditLine),
});
export type AdminMember = z.infer<typeof AdminMember>;
export const readAdminMember = endpoint({
	method: 'GET',
	path: '/api/admin/members/:memberId',
	summary: 'A member with their rights, and what was changed about them; for admins',
	params,
	reply: AdminMember,
});

export const EditAdminMember = z.object({
	role: Role.optional(),
	/** By name; empty for none. */
	company: z.string().trim().max(120).optional(),
	groupIds: z.array(Id).max(200).optional(),
	trustLevel: z.coerce.number().int().min(0).max(4).optional(),
	/** Shown beside the name. */
	title: z.string().trim().max(80).optional(),
});
export const editAdminMember = endpoint({
	method: 'PATCH',
	path: '/api/admin/members/:memberId',
	summary: 'Change a member’s role, company, groups, trust level or title; counts at once',
	params,
	body: EditAdminMember,
	...nothing,
});
export const confirmMemberMail = endpoint({
	method: 'POST',
	path: '/api/admin/members/:memberId/mail-verification',
	summary: 'Take a member’s address for confirmed, e.g. after a call',
	params,
	...nothing,
});
export const signOutMember = endpoint({
	method: 'DELETE',
	path: '/api/admin/members/:memberId/sessions',
	summary: 'Sign a member out on every device',
	params,
	...nothing,
});
