import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id, Mail, Time } from './common.ts';

/** What somebody who is invited can become; other roles are given by hand. */
export const InvitedRole = z.enum(['member', 'champion']);

export const Invitation = z.object({
	id: z.number(),
	/** For one address; null: for whoever has the link. */
	mail: z.string().nullable(),
	role: InvitedRole,
	company: z.string().nullable(),
	uses: z.number(),
	maxUses: z.number(),
	by: z.string().nullable(),
	madeAt: Time,
	expiresAt: Time,
	/** Open ones can be used still. */
	state: z.enum(['open', 'used', 'expired', 'revoked']),
});
export type Invitation = z.infer<typeof Invitation>;

export const listInvitations = endpoint({
	method: 'GET',
	path: '/api/admin/invitations',
	summary: 'Invitations, newest first, 100 at most a page; for admins',
	query: z.object({ after: z.string().max(200).optional() }),
	reply: z.object({ items: z.array(Invitation), next: z.string().nullable(), signUp: z.string() }),
});
export const MakeInvitation = z.object({
	/** Sends the link there, and lets only that address join by it. */
	mail: Mail.optional(),
	role: InvitedRole.default('member'),
	/** By name; empty for none. */
	company: z.string().trim().max(120).default(''),
	maxUses: z.coerce.number().int().min(1).max(1000).default(1),
	days: z.coerce.number().int().min(1).max(90).default(14),
});
export const makeInvitation = endpoint({
	method: 'POST',
	path: '/api/admin/invitations',
	summary: 'Make an invitation; the reply holds the link, which is shown only now',
	body: MakeInvitation,
	reply: z.object({ id: z.number(), path: z.string() }),
	status: 201,
});
export const revokeInvitation = endpoint({
	method: 'DELETE',
	path: '/api/admin/invitations/:invitationId',
	summary: 'Let an invitation count no more',
	params: z.object({ invitationId: Id }),
	reply: z.undefined(),
	status: 204,
});

export const readInvitation = endpoint({
	method: 'GET',
	path: '/api/invitations/:token',
	summary: 'What an invitation that still counts offers to who has its link',
	params: z.object({ token: z.string().max(200) }),
	reply: z.object({ mail: z.string().nullable(), company: z.string().nullable() }),
});
