import type { Invitation } from '@ikatan/contracts/admin-invitations';
import { first, one, type Db, type Tx } from '../../platform/db.ts';

/** Invitations, newest first. */
export async function listInvitations(
	sql: Db,
	{ after, limit, now }: { after: number | undefined; limit: number; now: Date },
): Promise<Invitation[]> {
	return await sql<Invitation[]>`
		select i.id, i.mail, i.role, c.name as company, i.uses, i.max_uses, m.display_name as by, i.made_at, i.expires_at,
			case when i.revoked_at is not null then 'revoked' when i.uses >= i.max_uses then 'used'
				when i.expires_at <= ${now} then 'expired' else 'open' end as state
		from invitations i
		left join companies c on c.id = i.company_id
		left join members m on m.id = i.made_by and m.state <> 'deleted'
		where ${after === undefined ? sql`true` : sql`i.id < ${after}`}
		order by i.id desc
		limit ${limit}`;
}

export type NewInvitation = {
	tokenHash: string;
	mail: string | null;
	role: 'member' | 'champion';
	companyId: number | null;
	maxUses: number;
	madeBy: number;
	madeAt: Date;
	expiresAt: Date;
};

export async function insertInvitation(tx: Tx, invitation: NewInvitation): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into invitations (token_hash, mail, role, company_id, max_uses, made_by, made_at, expires_at)
			values (${invitation.tokenHash}, ${invitation.mail}, ${invitation.role}, ${invitation.companyId},
				${invitation.maxUses}, ${invitation.madeBy}, ${invitation.madeAt}, ${invitation.expiresAt})
			returning id`,
	);
	return id;
}

/** True when it counted until now. */
export async function revokeInvitation(tx: Tx, invitationId: number, now: Date): Promise<boolean> {
	const revoked = await tx`
		update invitations set revoked_at = ${now} where id = ${invitationId} and revoked_at is null`;
	return revoked.count > 0;
}

export async function isInvitation(sql: Db, invitationId: number): Promise<boolean> {
	return (await sql`select from invitations where id = ${invitationId}`).length > 0;
}

export type OpenInvitation = {
	id: number;
	mail: string | null;
	role: 'member' | 'champion';
	companyId: number | null;
	company: string | null;
};

/** The invitation of a link, while it counts. */
export async function findOpenInvitation(sql: Db, tokenHash: string, now: Date): Promise<OpenInvitation | undefined> {
	return first(
		await sql<OpenInvitation[]>`
			select i.id, i.mail, i.role, i.company_id, c.name as company
			from invitations i left join companies c on c.id = i.company_id
			where i.token_hash = ${tokenHash} and i.revoked_at is null and i.expires_at > ${now} and i.uses < i.max_uses`,
	);
}

/** Uses an invitation up by one; false when somebody else took the last place, or it ended meanwhile. */
export async function useInvitation(tx: Tx, invitationId: number, now: Date): Promise<boolean> {
	const used = await tx`
		update invitations set uses = uses + 1
		where id = ${invitationId} and revoked_at is null and expires_at > ${now} and uses < max_uses`;
	return used.count > 0;
}

export async function noteInvited(tx: Tx, memberId: number, invitationId: number, now: Date): Promise<void> {
	await tx`
		insert into invitation_uses (member_id, invitation_id, at) values (${memberId}, ${invitationId}, ${now})`;
}

export async function wasInvited(sql: Db, memberId: number): Promise<boolean> {
	return (await sql`select from invitation_uses where member_id = ${memberId}`).length > 0;
}
