import type { Role } from '@ikatan/contracts/common';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { conflict, forbidden, notFound } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { write as audit } from '../audit/index.ts';
import { mayChangeRole, mayLeave } from './accounts.policy.ts';
import {
	countOtherAdmins,
	lockAccount,
	updateCompany,
	updateRole,
	updateState,
	type Account,
} from './members.queries.ts';

/** Gives a member another role, in the audit log. Throws 403, 404, 409 `last-admin`. */
export async function setRole(tx: Tx, actor: Actor, memberId: number, role: Role): Promise<void> {
	const otherAdmins = await countOtherAdmins(tx, memberId);
	const member = await lock(tx, memberId);
	if (role !== 'admin' && !mayLeave(member.role, otherAdmins)) throw conflict('last-admin');
	if (!mayChangeRole(actor, member, role, otherAdmins)) throw forbidden();
	await updateRole(tx, memberId, role);
	await note(tx, actor, memberId, 'member.role-changed', { from: member.role, to: role });
}

/** Puts a member into a company, or into none, in the audit log. Throws 403, 404. */
export async function setCompany(tx: Tx, actor: Actor, memberId: number, companyId: number | null): Promise<void> {
	if (actor.id === null || actor.role !== 'admin') throw forbidden();
	await lock(tx, memberId);
	await updateCompany(tx, memberId, companyId);
	await note(tx, actor, memberId, 'member.company-changed', { to: companyId });
}

/** Silences or suspends a member until a moment (null: for good), or restores them, in the audit log. Who may is the caller's to ask. */
export async function setState(
	tx: Tx,
	actor: Actor,
	memberId: number,
	{ state, until }: { state: 'active' | 'silenced' | 'suspended'; until: Date | null },
): Promise<void> {
	const member = await lock(tx, memberId);
	await updateState(tx, memberId, state, until);
	await note(tx, actor, memberId, 'member.state-changed', {
		from: member.state,
		to: state,
		until: until?.toISOString() ?? null,
	});
}

async function lock(tx: Tx, memberId: number): Promise<Account> {
	const member = await lockAccount(tx, memberId, new Date());
	if (!member) throw notFound();
	return member;
}

async function note(
	tx: Tx,
	actor: Actor,
	memberId: number,
	action: string,
	details: Record<string, unknown>,
): Promise<void> {
	await audit(tx, { actorId: actor.id, action, subjectKind: 'member', subjectId: memberId, details });
	await publish(tx, 'member.rights-changed', actor.id, { memberId });
}
