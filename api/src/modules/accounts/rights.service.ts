import type { Role } from '@ikatan/contracts/common';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { conflict, forbidden, notFound } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { write as audit } from '../audit/index.ts';
import { findCompanyName } from './admin-members.queries.ts';
import { listGroupsOf, putGroupsOf } from './groups.queries.ts';
import { mayChangeRole, mayLeave } from './accounts.policy.ts';
import {
	countOtherAdmins,
	lockAccount,
	updateCompany,
	updateRole,
	updateState,
	updateTitle,
	updateTrustLevel,
	type Account,
} from './members.queries.ts';
import { deleteSessionsOf } from './sessions.queries.ts';

/** Gives a member another role, in the audit log. Throws 403, 404, 409 `last-admin`. */
export async function setRole(tx: Tx, actor: Actor, memberId: number, role: Role): Promise<void> {
	const otherAdmins = await countOtherAdmins(tx, memberId);
	const member = await lock(tx, memberId);
	if (role !== 'admin' && !mayLeave(member.role, otherAdmins)) throw conflict('last-admin');
	if (!mayChangeRole(actor, member, role, otherAdmins)) throw forbidden();
	if (member.role === role) return;
	await updateRole(tx, memberId, role);
	await note(tx, actor, memberId, 'member.role-changed', { from: member.role, to: role });
}

/** Puts a member into a company, or into none, in the audit log. Throws 403, 404. */
export async function setCompany(tx: Tx, actor: Actor, memberId: number, companyId: number | null): Promise<void> {
	if (actor.id === null || actor.role !== 'admin') throw forbidden();
	await lock(tx, memberId);
	if (!(await updateCompany(tx, memberId, companyId))) return;
	const company = companyId === null ? undefined : await findCompanyName(tx, companyId);
	await note(tx, actor, memberId, 'member.company-changed', { companyId, to: company?.name ?? null });
}

/**
 * Silences or suspends a member until a moment (null: for good), or restores them, in the audit log. Who may is the caller's to ask.
 * Throws 404, 409 `last-admin`: the community keeps one who can act.
 */
export async function setState(
	tx: Tx,
	actor: Actor,
	memberId: number,
	change: {
		state: 'active' | 'silenced' | 'suspended';
		until: Date | null;
		/** What the member is told. */
		reason?: string;
		/** Where it comes from: moderators of that space read of it. */
		spaceId?: number;
	},
): Promise<void> {
	const { state, until, reason = '', spaceId } = change;
	const otherAdmins = await countOtherAdmins(tx, memberId);
	const member = await lock(tx, memberId);
	if (state !== 'active' && !mayLeave(member.role, otherAdmins)) throw conflict('last-admin');
	await updateState(tx, memberId, { state, until, reason: state === 'active' ? '' : reason });
	const details = { from: member.state, to: state, until: until?.toISOString() ?? null, ...(reason && { reason }) };
	await note(tx, actor, memberId, 'member.state-changed', details, spaceId);
}

/** Gives a member a trust level by hand, in the audit log. Throws 404. */
export async function setTrustLevel(tx: Tx, actor: Actor, memberId: number, trustLevel: number): Promise<void> {
	const member = await lock(tx, memberId);
	if (!(await updateTrustLevel(tx, memberId, trustLevel))) return;
	await note(tx, actor, member.id, 'member.trust-level-changed', { to: trustLevel });
}

/** Says what stands beside a member's name, in the audit log. Throws 404. */
export async function setTitle(tx: Tx, actor: Actor, memberId: number, title: string): Promise<void> {
	await lock(tx, memberId);
	if (!(await updateTitle(tx, memberId, title))) return;
	await audit(tx, {
		actorId: actor.id,
		action: 'member.title-changed',
		subjectKind: 'member',
		subjectId: memberId,
		details: { to: title },
	});
	await publish(tx, 'member.renamed', actor.id, { memberId });
}

/** Puts a member into these groups and no others, in the audit log. Throws 404. */
export async function setGroups(tx: Tx, actor: Actor, memberId: number, groupIds: number[]): Promise<void> {
	await lock(tx, memberId);
	if (!(await putGroupsOf(tx, memberId, groupIds))) return;
	const groups = await listGroupsOf(tx, memberId);
	await note(tx, actor, memberId, 'member.groups-changed', { to: groups.map(({ name }) => name) });
}

/** Ends every session of a member, in the audit log. Throws 404. */
export async function signOutEverywhere(tx: Tx, actor: Actor, memberId: number): Promise<void> {
	await lock(tx, memberId);
	await deleteSessionsOf(tx, memberId);
	await note(tx, actor, memberId, 'member.signed-out', {});
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
	spaceId?: number,
): Promise<void> {
	await audit(tx, { actorId: actor.id, action, subjectKind: 'member', subjectId: memberId, details, spaceId });
	await publish(tx, 'member.rights-changed', actor.id, { memberId });
}
