import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from './clock.ts';
import { first, isDatabaseAway, type Sql, type Tx } from './db.ts';
import type { Mail, MailCarrier } from './mail.ts';

/** The NOTIFY channel that wakes the sender. */
export const mailChannel = 'ikatan_mails';

/** A mail as a deed writes it, in the deed's own transaction. */
export type OutgoingMail = {
	/** Names the deed that it tells of: the same key is written once. */
	key: string;
	/** Whose mail it is; null when the member is gone. */
	memberId: number | null;
	kind: string;
	recipient: string;
	subject: string;
	text: string;
	html: string;
	/** E.g. List-Unsubscribe. */
	headers?: Record<string, string>;
	/** When it was written and is due. */
	at: Date;
};

const tries = 8;
const noteAgainMs = 300;
const firstWaitMs = 60_000;
/** None waits longer: a clock that was ahead has dated it. */
const longestWaitMs = 2 * firstWaitMs * 2 ** tries;

/** Puts a mail into the outbox; false when its key is there already. Throws when a header carries a line break. */
export async function enqueueMail(tx: Tx, mail: OutgoingMail): Promise<boolean> {
	refuseLineBreaks(mail);
	const written = await tx`
		insert into mails (key, member_id, kind, recipient, subject, text_part, html_part, headers, created_at, next_attempt_at)
		values (${mail.key}, ${mail.memberId}, ${mail.kind}, ${mail.recipient}, ${mail.subject}, ${mail.text}, ${mail.html},
			${tx.json(mail.headers ?? {})}, ${mail.at}, ${mail.at})
		on conflict (key) do nothing
		returning id`;
	if (written.length > 0) await tx`select pg_notify(${mailChannel}, '')`;
	return written.length > 0;
}

/** A line break in a header would begin another header, of a sender's choice. */
function refuseLineBreaks({ recipient, subject, headers = {} }: OutgoingMail): void {
	const parts = [recipient, subject, ...Object.entries(headers).flat()];
	if (parts.some((part) => /[\r\n\0]/.test(part))) throw new Error('A mail header carries a line break');
	if (/[\s,;<>]/.test(recipient)) throw new Error('A mail goes to one bare address');
}

export type Sender = {
	sql: Sql;
	clock: Clock;
	log: FastifyBaseLogger;
	carrier: MailCarrier;
	/** The community's address, for message ids. */
	origin: string;
	/** False: the text of a mail that went out is erased, links to sign in with are in it. */
	keepsText: boolean;
};

type DueMail = {
	id: number;
	key: string;
	recipient: string;
	subject: string;
	textPart: string;
	htmlPart: string;
	headers: Record<string, string>;
	attempts: number;
};

/**
 * Sends all mail that is due, one at a time and none more once the worker stops, and returns how many went out; a failed one
 * waits twice as long each time, 8 tries in all.
 */
export async function sendDueMails(sender: Sender, stopping?: AbortSignal): Promise<number> {
	let sent = 0;
	for (;;) {
		if (stopping?.aborted) return sent;
		const mail = await claimMail(sender);
		if (!mail) return sent;
		try {
			await sender.carrier.carry(asCarried(mail), messageId(mail, sender.origin));
		} catch (error) {
			await noteFailure(sender, mail, error);
			continue;
		}
		await untilNoted(() => noteSent(sender, mail.id), stopping);
		sent++;
	}
}

/**
 * Takes the next due mail and puts its next try off before it is carried: no transaction stays open while a mail server thinks,
 * and a process that dies on the way leaves the mail to the next try.
 */
async function claimMail({ sql, clock }: Sender): Promise<DueMail | undefined> {
	const now = clock.now();
	return first(
		await sql<DueMail[]>`
			update mails set attempts = attempts + 1, error = null,
				next_attempt_at = ${now}::timestamptz + ${firstWaitMs} * interval '1 millisecond' * power(2, attempts)
			where id = (
				select id from mails
				where sent_at is null and failed_at is null
					and (next_attempt_at <= ${now} or next_attempt_at > ${now}::timestamptz + ${longestWaitMs} * interval '1 millisecond')
				order by next_attempt_at, id
				limit 1
				for update skip locked)
			returning id, key, recipient, subject, text_part, html_part, headers, attempts`,
	);
}

/** A mail that went out is noted however long the database is away: a process that gave up would have it sent twice. */
async function untilNoted(note: () => Promise<void>, stopping?: AbortSignal): Promise<void> {
	for (;;) {
		try {
			return await note();
		} catch (error) {
			if (!isDatabaseAway(error) || stopping?.aborted) throw error;
			await sleep(noteAgainMs);
		}
	}
}

/**
 * Has mail sent at once that a process before `startedAt` had taken and neither sent nor failed to: it died on the way. Only the
 * worker may ask, once another one that it relieved has surely stopped.
 */
export async function resumeInterrupted(
	{ sql, clock }: Pick<Sender, 'sql' | 'clock'>,
	startedAt: Date,
): Promise<number> {
	const resumed = await sql`
		update mails set next_attempt_at = ${clock.now()}
		where sent_at is null and failed_at is null and error is null and attempts > 0
			and next_attempt_at - ${firstWaitMs} * interval '1 millisecond' * power(2, attempts - 1) < ${startedAt}::timestamptz`;
	return resumed.count;
}

async function noteSent({ sql, clock, keepsText }: Sender, id: number): Promise<void> {
	await sql`
		update mails set sent_at = ${clock.now()}, error = null,
			text_part = ${keepsText ? sql`text_part` : ''}, html_part = ${keepsText ? sql`html_part` : ''}
		where id = ${id}`;
}

async function noteFailure({ sql, clock, log }: Sender, mail: DueMail, error: unknown): Promise<void> {
	const failed = mail.attempts >= tries || isRefusedForGood(error);
	log.warn({ err: error, mailId: mail.id, attempts: mail.attempts, failed }, 'mail not sent');
	await sql`
		update mails set error = ${String(error).slice(0, 1000)}, failed_at = ${failed ? clock.now() : null}
		where id = ${mail.id}`;
}

/** The server does not take mail for this address (RFC 5321: 5yz on the envelope is permanent). */
function isRefusedForGood(error: unknown): boolean {
	const { code, responseCode } = error as { code?: string; responseCode?: number };
	return code === 'EENVELOPE' && (responseCode ?? 0) >= 500;
}

function asCarried({ recipient, subject, textPart, htmlPart, headers }: DueMail): Mail {
	return { to: recipient, subject, text: textPart, html: htmlPart, headers };
}

/** The same for every try, so that a mail sent twice shows once. */
function messageId({ id, key }: DueMail, origin: string): string {
	const mark = createHash('sha256').update(key).digest('hex').slice(0, 16);
	return `<${id}.${mark}@${new URL(origin).hostname}>`;
}

/**
 * Deletes mails that were written at these moments and have not gone out, also those that were given up; returns the moments of
 * those that it found. A mail that is just being carried goes its way.
 */
export async function recallMails(
	tx: Tx,
	{ memberId, kind, writtenAt }: { memberId: number; kind: string; writtenAt: string[] },
): Promise<string[]> {
	const rows = await tx<{ createdAt: string }[]>`
		delete from mails
		where member_id = ${memberId} and kind = ${kind} and created_at = any(${writtenAt}::timestamptz[])
			and sent_at is null and (attempts = 0 or error is not null)
		returning created_at`;
	return rows.map((row) => row.createdAt);
}

/** Mail that is due and not sent yet, and mail that was given up on. */
export async function countWaitingMails(sql: Sql, now: Date): Promise<{ due: number; failed: number }> {
	const row = first(
		await sql<{ due: number; failed: number }[]>`
			select count(*) filter (where failed_at is null and next_attempt_at <= ${now}) as due,
				count(*) filter (where failed_at is not null) as failed
			from mails where sent_at is null`,
	);
	return row ?? { due: 0, failed: 0 };
}

/** Forgets mail written before this moment that has gone out or never will; returns how many. */
export async function forgetMailsBefore(sql: Sql, before: Date): Promise<number> {
	const gone = await sql`
		delete from mails where created_at < ${before} and (sent_at is not null or failed_at is not null)`;
	return gone.count;
}
