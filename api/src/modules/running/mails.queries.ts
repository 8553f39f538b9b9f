import type { OutgoingMail, TestedMail } from '@ikatan/contracts/running';
import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { mailChannel } from '../../platform/mail-outbox.ts';

export type MailCounts = { waiting: number; waitingSince: string | null; sentToday: number; failed: number };

/** Mail on its way, what went out within a day, and what was given up and is not left be. */
export async function countMails(sql: Db, now: Date): Promise<MailCounts> {
	return one(
		await sql<MailCounts[]>`
			select
				(select count(*) from mails where sent_at is null and failed_at is null and next_attempt_at <= ${now}) as waiting,
				(select min(created_at) from mails where sent_at is null and failed_at is null) as waiting_since,
				(select count(*) from mails where sent_at > ${now}::timestamptz - interval '1 day') as sent_today,
				(select count(*) from mails where failed_at is not null and dismissed_at is null) as failed`,
	);
}

/** Mail that was given up, or that is tried again after it failed; never its text: links to sign in with are in it. */
export async function listTroubled(sql: Db, which: 'failed' | 'retried', limit: number): Promise<OutgoingMail[]> {
	const condition =
		which === 'failed'
			? sql`failed_at is not null and dismissed_at is null order by failed_at desc, id desc`
			: sql`sent_at is null and failed_at is null and error is not null order by next_attempt_at, id`;
	return await sql<OutgoingMail[]>`
		select id, kind, recipient, subject, created_at, attempts as tries, failed_at, error,
			case when failed_at is null then next_attempt_at end as next_try_at
		from mails where ${condition} limit ${limit}`;
}

/** A member's newest test mail. */
export async function findLastTest(sql: Db, memberId: number): Promise<TestedMail | undefined> {
	return first(
		await sql<TestedMail[]>`
			select recipient, created_at, sent_at, failed_at, attempts as tries, error from mails
			where kind = 'test' and member_id = ${memberId} order by id desc limit 1`,
	);
}

/** Puts mail that was given up (one, or all of it) back into the outbox, for as many tries as at first; returns which. */
export async function reviveMails(tx: Tx, mailId: number | null, now: Date): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		update mails set failed_at = null, attempts = 0, next_attempt_at = ${now}
		where failed_at is not null and dismissed_at is null and (${mailId}::bigint is null or id = ${mailId})
		returning id`;
	if (rows.length > 0) await tx`select pg_notify(${mailChannel}, '')`;
	return rows.map(({ id }) => id);
}

/** Leaves a failed mail unsent; false when there is none. */
export async function dismissMail(tx: Tx, mailId: number, now: Date): Promise<boolean> {
	const rows = await tx`
		update mails set dismissed_at = ${now} where id = ${mailId} and failed_at is not null and dismissed_at is null
		returning id`;
	return rows.length > 0;
}
