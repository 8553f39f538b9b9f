import type { z } from 'zod';
import type { AdminMember, AdminMembersQuery, EditAdminMember } from '@ikatan/contracts/admin-members';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, isUniqueViolation } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { listLinesAbout, write as audit } from '../audit/index.ts';
import * as queries from './admin-members.queries.ts';
import { companyNamed } from './company-named.ts';
import { listGroups, listGroupsOf } from './groups.queries.ts';
import { lockAccount } from './members.queries.ts';
import * as rights from './rights.service.ts';
import { takeMail } from './verification.service.ts';

const linesShown = 20;

type Wanted = Omit<AdminMembersQuery, 'after'> & { after: number | undefined };

/** A page of members with what the filters are called. */
export async function listMembersForAdmin({ sql, clock }: Deps, wanted: Wanted, pageSize: number) {
	const [rows, groups, company] = await Promise.all([
		queries.listForAdmin(sql, { ...wanted, limit: pageSize + 1 }, clock.now()),
		listGroups(sql),
		wanted.companyId === undefined ? undefined : queries.findCompanyName(sql, wanted.companyId),
	]);
	return {
		items: rows.slice(0, pageSize),
		more: rows.length > pageSize,
		groups: groups.map(({ id, name }) => ({ id, name })),
		company: company ?? null,
	};
}

/** A member as admins see them. Throws 404. */
export async function readMemberForAdmin({ sql, clock }: Deps, memberId: number): Promise<AdminMember> {
	const [member, groups, allGroups, lines] = await Promise.all([
		queries.findForAdmin(sql, memberId, clock.now()),
		listGroupsOf(sql, memberId),
		listGroups(sql),
		listLinesAbout(sql, 'member', memberId, linesShown),
	]);
	if (!member) throw notFound();
	return { ...member, groups, allGroups: allGroups.map(({ id, name }) => ({ id, name })), audit: lines };
}

/** Changes what only admins say of a member. Throws 404, 409 `last-admin`, 422 `company-not-found`. */
export async function editMemberForAdmin(
	deps: Deps,
	actor: SignedIn,
	memberId: number,
	changes: z.output<typeof EditAdminMember>,
): Promise<void> {
	const { role, company, groupIds, trustLevel, title } = changes;
	await inTransaction(deps.sql, async (tx) => {
		if (role !== undefined) await rights.setRole(tx, actor, memberId, role);
		if (company !== undefined) await rights.setCompany(tx, actor, memberId, await companyNamed(tx, company));
		if (groupIds !== undefined) await rights.setGroups(tx, actor, memberId, groupIds);
		if (trustLevel !== undefined) await rights.setTrustLevel(tx, actor, memberId, trustLevel);
		if (title !== undefined) await rights.setTitle(tx, actor, memberId, title);
	});
}

/** Takes a member's address for confirmed. Throws 404, 409 `mail-taken`; nothing to do for a confirmed one. */
export async function confirmMail(deps: Deps, actor: SignedIn, memberId: number): Promise<void> {
	try {
		await inTransaction(deps.sql, async (tx) => {
			const now = deps.clock.now();
			const account = await lockAccount(tx, memberId, now);
			if (!account) throw notFound();
			const { mail } = account;
			if (mail === null || account.mailVerified) return;
			await takeMail(tx, account, mail, now);
			await audit(tx, {
				actorId: actor.id,
				action: 'member.mail-confirmed',
				subjectKind: 'member',
				subjectId: memberId,
			});
		});
	} catch (error) {
		if (isUniqueViolation(error, 'members_mail')) throw conflict('mail-taken');
		throw error;
	}
}

/** Signs a member out on every device. Throws 404. */
export async function signOutMember(deps: Deps, actor: SignedIn, memberId: number): Promise<void> {
	await inTransaction(deps.sql, (tx) => rights.signOutEverywhere(tx, actor, memberId));
}
