import type { Role } from '@ikatan/contracts/common';
import type { Actor } from '../../platform/actor.ts';
import { first, type Db, type Tx } from '../../platform/db.ts';

/** A member as their own deeds need them. */
export type Account = {
	id: number;
	handle: string;
	displayName: string;
	mail: string | null;
	mailVerified: boolean;
	passwordHash: string | null;
	role: Role;
	state: Actor['state'];
	/** Of a silence or suspension: until when (null: until lifted), and why. */
	stateUntil: string | null;
	stateReason: string;
	language: string;
	timeZone: string;
	createdAt: string;
};

function accountColumns(sql: Db, now: Date) {
	return sql`m.id, m.handle, m.display_name, m.mail, m.mail_verified_at is not null as mail_verified, m.password_hash, m.role,
		case when m.state in ('silenced', 'suspended') and m.state_until <= ${now} then 'active' else m.state end as state,
		m.state_until, m.state_reason, m.language, m.time_zone, m.created_at`;
}

export type NewMember = {
	handle: string;
	displayName: string;
	mail: string | null;
	mailVerifiedAt: Date | null;
	passwordHash: string | null;
	role: Role;
	companyId: number | null;
	title: string;
	bio: string;
	language: string;
	timeZone: string;
	trustLevel: number;
	createdAt: Date;
};

/** Writes a member with empty numbers and returns its id; null when the handle is taken. */
export async function insertMember(tx: Tx, member: NewMember): Promise<number | null> {
	const row = first(
		await tx<{ id: number }[]>`
			insert into members (handle, display_name, mail, mail_verified_at, password_hash, role, company_id, title, bio,
				language, time_zone, trust_level, created_at)
			values (${member.handle}, ${member.displayName}, ${member.mail}, ${member.mailVerifiedAt}, ${member.passwordHash},
				${member.role}, ${member.companyId}, ${member.title}, ${member.bio},
				${member.language}, ${member.timeZone}, ${member.trustLevel}, ${member.createdAt})
			on conflict (handle) do nothing
			returning id`,
	);
	if (!row) return null;
	await tx`insert into member_stats (member_id) values (${row.id})`;
	return row.id;
}

/** Whether somebody has the handle or, but for this member, had it before. */
export async function isHandleTaken(sql: Db, handle: string, memberId: number | null = null): Promise<boolean> {
	const rows = await sql`
		select 1 from members where handle = ${handle} and id is distinct from ${memberId}
		union all
		select 1 from former_handles where handle = ${handle} and member_id is distinct from ${memberId}
		limit 1`;
	return rows.length > 0;
}

export async function findAccount(sql: Db, memberId: number, now: Date): Promise<Account | undefined> {
	return first(
		await sql<Account[]>`
		select ${accountColumns(sql, now)} from members m where m.id = ${memberId} and m.state <> 'deleted'`,
	);
}

/** The same, held until the transaction ends: what is decided from it stays true. */
export async function lockAccount(tx: Tx, memberId: number, now: Date): Promise<Account | undefined> {
	return first(
		await tx<Account[]>`
		select ${accountColumns(tx, now)} from members m where m.id = ${memberId} and m.state <> 'deleted' for no key update`,
	);
}

export async function findAccountByHandle(sql: Db, handle: string, now: Date): Promise<Account | undefined> {
	return first(
		await sql<Account[]>`
		select ${accountColumns(sql, now)} from members m where m.handle = ${handle} and m.state <> 'deleted'`,
	);
}

/** Whose address this is: the member who verified it, then the newest of those who only said that it is theirs. */
export async function findAccountsByMail(sql: Db, mail: string, now: Date): Promise<Account[]> {
	return await sql<Account[]>`
		(select ${accountColumns(sql, now)} from members m
			where lower(m.mail) = lower(${mail}) and m.mail_verified_at is not null and m.state <> 'deleted')
		union all
		(select ${accountColumns(sql, now)} from members m
			where lower(m.mail) = lower(${mail}) and m.mail is not null and m.mail_verified_at is null and m.state <> 'deleted'
			order by m.id desc limit 1)`;
}

export async function setPasswordHash(tx: Tx, memberId: number, passwordHash: string): Promise<void> {
	await tx`update members set password_hash = ${passwordHash} where id = ${memberId}`;
}

/** What stands behind the @ of an address, in lower case. */
export const domainOf = (mail: string) => mail.slice(mail.lastIndexOf('@') + 1).toLowerCase();

/**
 * Makes the address the member's own, verified; joins the company whose mail domain it has, if the member is in none.
 * A broken constraint `members_mail` says that somebody else has verified it.
 */
export async function setVerifiedMail(
	tx: Tx,
	memberId: number,
	mail: string,
	now: Date,
): Promise<{ joinedCompany: boolean }> {
	const domain = domainOf(mail);
	await tx`update members set mail = ${mail}, mail_verified_at = ${now} where id = ${memberId}`;
	const joined = await tx`
		update members set company_id = c.id
		from (select id from companies where mail_domains @> array[${domain}] order by id limit 1) c
		where members.id = ${memberId} and members.company_id is null`;
	return { joinedCompany: joined.count > 0 };
}

/** How many admins there are beside this member; the rows are held, so that two cannot both leave as the last but one. */
export async function countOtherAdmins(tx: Tx, memberId: number): Promise<number> {
	const rows = await tx`
		select id from members where role = 'admin' and state in ('active', 'silenced') order by id for no key update`;
	return rows.filter((row) => row.id !== memberId).length;
}

export async function updateRole(tx: Tx, memberId: number, role: Role): Promise<void> {
	await tx`update members set role = ${role} where id = ${memberId}`;
}

/** True when that is another company than before. */
export async function updateCompany(tx: Tx, memberId: number, companyId: number | null): Promise<boolean> {
	const changed = await tx`
		update members set company_id = ${companyId} where id = ${memberId} and company_id is distinct from ${companyId}`;
	return changed.count > 0;
}

/** True when that is another title than before. */
export async function updateTitle(tx: Tx, memberId: number, title: string): Promise<boolean> {
	return (await tx`update members set title = ${title} where id = ${memberId} and title <> ${title}`).count > 0;
}

/** True when that is another level than before. */
export async function updateTrustLevel(tx: Tx, memberId: number, level: number): Promise<boolean> {
	return (
		(await tx`update members set trust_level = ${level} where id = ${memberId} and trust_level <> ${level}`).count > 0
	);
}

export async function updateState(
	tx: Tx,
	memberId: number,
	{ state, until, reason }: { state: Actor['state']; until: Date | null; reason: string },
): Promise<void> {
	await tx`
		update members set state = ${state}, state_until = ${until}, state_reason = ${reason} where id = ${memberId}`;
}

/** Writes down that silences and suspensions whose time is over are over. */
export async function restoreExpiredStates(sql: Db, now: Date): Promise<void> {
	await sql`
		update members set state = 'active', state_until = null, state_reason = ''
		where state_until <= ${now} and state in ('silenced', 'suspended')`;
}
