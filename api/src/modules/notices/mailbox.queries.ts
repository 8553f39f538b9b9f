import { first, type Db } from '../../platform/db.ts';

export type MailRow = { id: number; recipient: string; subject: string; createdAt: string; sentAt: string | null };

export async function listMails(sql: Db, before: number | undefined, limit: number): Promise<MailRow[]> {
	return await sql<MailRow[]>`
		select id, recipient, subject, created_at, sent_at from mails
		where ${before === undefined ? sql`true` : sql`id < ${before}`} order by id desc limit ${limit}`;
}

export type WholeMail = MailRow & { text: string; html: string; headers: Record<string, string> };

export async function findMail(sql: Db, id: number): Promise<WholeMail | undefined> {
	return first(
		await sql<WholeMail[]>`
			select id, recipient, subject, created_at, sent_at, text_part as text, html_part as html, headers
			from mails where id = ${id}`,
	);
}
