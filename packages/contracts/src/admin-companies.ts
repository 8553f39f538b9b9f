import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Handle, Id, Time } from './common.ts';

const CompanyName = z.string().trim().min(1).max(120);
/** What stands behind the @, e.g. `example.com`. */
export const MailDomain = z
	.string()
	.trim()
	.toLowerCase()
	.max(253)
	.regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/);
const params = z.object({ companyId: Id });
const nothing = { reply: z.undefined(), status: 204 } as const;

export const AdminCompanyRow = z.object({
	id: z.number(),
	name: z.string(),
	mailDomains: z.array(z.string()),
	members: z.number(),
});
export type AdminCompanyRow = z.infer<typeof AdminCompanyRow>;

export const listAdminCompanies = endpoint({
	method: 'GET',
	path: '/api/admin/companies',
	summary: 'Companies by name, 50 a page, or those whose name or mail domain holds the words; for admins',
	query: z.object({ q: z.string().trim().max(120).optional(), after: Cursor.optional() }),
	reply: z.object({ items: z.array(AdminCompanyRow), next: Cursor.nullable() }),
});

export const AdminCompany = AdminCompanyRow.extend({
	/** Seen by staff only. */
	notes: z.string(),
	createdAt: Time,
	/** Spaces that are open to it by name. */
	spaces: z.array(z.object({ id: z.number(), name: z.string() })),
	threads: z.number(),
	/** Members of no company with a confirmed address at one of its domains. */
	waiting: z.number(),
	people: z.array(
		z.object({ id: z.number(), handle: z.string(), name: z.string(), mail: z.string().nullable(), role: z.string() }),
	),
	next: Cursor.nullable(),
});
export type AdminCompany = z.infer<typeof AdminCompany>;
export const readAdminCompany = endpoint({
	method: 'GET',
	path: '/api/admin/companies/:companyId',
	summary: 'A company with its members by handle, 50 a page; for admins',
	params,
	query: z.object({ after: Cursor.optional() }),
	reply: AdminCompany,
});
export const makeCompany = endpoint({
	method: 'POST',
	path: '/api/admin/companies',
	summary: 'Make a company; whoever confirms an address at its domains joins it',
	body: z.object({ name: CompanyName, mailDomains: z.array(MailDomain).max(50).default([]) }),
	reply: z.object({ id: z.number() }),
	status: 201,
});
export const EditCompany = z.object({
	name: CompanyName.optional(),
	mailDomains: z.array(MailDomain).max(50).optional(),
	notes: z.string().trim().max(5000).optional(),
});
export const editCompany = endpoint({
	method: 'PATCH',
	path: '/api/admin/companies/:companyId',
	summary: 'Change a company’s name, mail domains or notes',
	params,
	body: EditCompany,
	...nothing,
});
export const addCompanyMember = endpoint({
	method: 'POST',
	path: '/api/admin/companies/:companyId/members',
	summary: 'Put a member into a company, out of any other',
	params,
	body: z.object({ handle: Handle }),
	...nothing,
});
export const takeInMembers = endpoint({
	method: 'POST',
	path: '/api/admin/companies/:companyId/waiting-members',
	summary: 'Take in the members of no company who have a confirmed address at its domains',
	params,
	reply: z.object({ count: z.number() }),
});
export const mergeCompany = endpoint({
	method: 'POST',
	path: '/api/admin/companies/:companyId/merge',
	summary: 'Merge a company into another: members, threads, spaces, domains and notes go along; there is no way back',
	params,
	body: z.object({ into: CompanyName }),
	reply: z.object({ id: z.number() }),
});
