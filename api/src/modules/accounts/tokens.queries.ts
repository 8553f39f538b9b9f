import { first, one, type Db, type Tx } from '../../platform/db.ts';

export type Purpose = 'verify-mail' | 'reset-password' | 'change-mail';
export type Token = { memberId: number; purpose: Purpose; mail: string; used: boolean };

export type NewToken = {
	tokenHash: string;
	memberId: number;
	purpose: Purpose;
	mail: string;
	createdAt: Date;
	expiresAt: Date;
};

export async function insertToken(tx: Tx, token: NewToken): Promise<void> {
	await tx`
		insert into mail_tokens (token_hash, member_id, purpose, mail, created_at, expires_at)
		values (${token.tokenHash}, ${token.memberId}, ${token.purpose}, ${token.mail}, ${token.createdAt}, ${token.expiresAt})`;
}

/** A token whose time is not over, used or not. */
export async function findToken(sql: Db, tokenHash: string, now: Date): Promise<Token | undefined> {
	return first(
		await sql<Token[]>`
			select member_id, purpose, mail, used_at is not null as used from mail_tokens
			where token_hash = ${tokenHash} and expires_at > ${now}`,
	);
}

/** Uses a token up; false when somebody was faster. */
export async function useToken(tx: Tx, tokenHash: string, now: Date): Promise<boolean> {
	const used = await tx`
		update mail_tokens set used_at = ${now}
		where token_hash = ${tokenHash} and used_at is null and expires_at > ${now}`;
	return used.count > 0;
}

/** Ends links that are still open, so that what they would do is off. */
export async function dropOpenTokens(tx: Tx, memberId: number, purposes: Purpose[]): Promise<void> {
	await tx`delete from mail_tokens where member_id = ${memberId} and purpose = any(${purposes}::text[]) and used_at is null`;
}

const hours = (count: number) => count * 3_600_000;

/** How many links were made for an address lately, whoever asked for them: nobody's mailbox is flooded. */
export async function countSentTo(
	sql: Db,
	mail: string,
	now: Date,
): Promise<{ today: number; resetsThisHour: number }> {
	return one(
		await sql<{ today: number; resetsThisHour: number }[]>`
			select count(*) as today,
				count(*) filter (where purpose = 'reset-password' and created_at > ${new Date(now.getTime() - hours(1))}) as resets_this_hour
			from mail_tokens where lower(mail) = lower(${mail}) and created_at > ${new Date(now.getTime() - hours(24))}`,
	);
}

/** How often a member asked for the verification mail lately: their own doing alone, so that being told tells nothing of others. */
export async function countAsked(
	sql: Db,
	memberId: number,
	now: Date,
): Promise<{ today: number; lastAt: string | null }> {
	return one(
		await sql<{ today: number; lastAt: string | null }[]>`
			select count(*) as today, max(created_at) as last_at from mail_tokens
			where member_id = ${memberId} and purpose = 'verify-mail' and created_at > ${new Date(now.getTime() - hours(24))}`,
	);
}

/** The address that waits to be confirmed by the member. */
export async function findPendingMail(sql: Db, memberId: number, now: Date): Promise<string | null> {
	const row = first(
		await sql<{ mail: string }[]>`
			select mail from mail_tokens
			where member_id = ${memberId} and purpose = 'change-mail' and used_at is null and expires_at > ${now}
			order by created_at desc limit 1`,
	);
	return row?.mail ?? null;
}

/** Tokens are kept for a day past their end, to count by. */
export async function deleteOldTokens(sql: Db, now: Date): Promise<void> {
	await sql`delete from mail_tokens where expires_at < ${new Date(now.getTime() - hours(24))}`;
}
