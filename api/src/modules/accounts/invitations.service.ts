import type { z } from 'zod';
import type { MakeInvitation } from '@ikatan/contracts/admin-invitations';
import { invitationAddress } from '@ikatan/contracts/addresses';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { write as audit } from '../audit/index.ts';
import { mailAccount } from './account-mail.ts';
import { companyNamed } from './company-named.ts';
import { hashOf, newToken } from './fingerprint.ts';
import * as queries from './invitations.queries.ts';

const dayMs = 24 * 3_600_000;

/** 422: revoked, used up, over, or never was. */
export const invitationEnded = () => invalid({ invitation: 'invitation-ended' }, 'invitation-ended');

/**
 * Makes an invitation, mails its link when it is for one address, and returns the link's path, which is known to nobody afterwards.
 * Throws 422 `company-not-found`.
 */
export async function makeInvitation(
	deps: Deps,
	actor: SignedIn,
	wanted: z.output<typeof MakeInvitation>,
): Promise<{ id: number; path: string }> {
	const { mail = null, role, company, days } = wanted;
	const token = newToken();
	const path = invitationAddress(token);
	return await inTransaction(deps.sql, async (tx) => {
		const now = deps.clock.now();
		const companyId = await companyNamed(tx, company);
		// One person has one address.
		const maxUses = mail === null ? wanted.maxUses : 1;
		const id = await queries.insertInvitation(tx, {
			tokenHash: hashOf(token),
			mail,
			role,
			companyId,
			maxUses,
			madeBy: actor.id,
			madeAt: now,
			expiresAt: new Date(now.getTime() + days * dayMs),
		});
		if (mail !== null) {
			const to = { memberId: null, mail, language: actor.language, name: null };
			await mailAccount(tx, deps, to, { about: 'Invited', token }, `invited:${id}`);
		}
		// Addresses are for admins; the log has other readers.
		await note(tx, actor, 'invitation.made', id, { forOneAddress: mail !== null, role, companyId, maxUses, days });
		return { id, path };
	});
}

/** Lets an invitation count no more; who joined by it stays. Throws 404. */
export async function revokeInvitation(deps: Deps, actor: SignedIn, invitationId: number): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		if (await queries.revokeInvitation(tx, invitationId, deps.clock.now()))
			await note(tx, actor, 'invitation.revoked', invitationId, {});
		else if (!(await queries.isInvitation(tx, invitationId))) throw notFound();
	});
}

/** The invitation that a link holds, while it counts; null for any other. */
export async function findInvitation(deps: Deps, token: string): Promise<queries.OpenInvitation | null> {
	return (await queries.findOpenInvitation(deps.sql, hashOf(token), deps.clock.now())) ?? null;
}

async function note(tx: Tx, actor: SignedIn, action: string, id: number, details: Record<string, unknown>) {
	await audit(tx, { actorId: actor.id, action, subjectKind: 'invitation', subjectId: id, details });
}
