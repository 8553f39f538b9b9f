import { expect } from 'vitest';
import type { TestApp } from './app.ts';

export type ReceivedMail = { recipient: string; subject: string; textPart: string; htmlPart: string; kind: string };

/** Every mail written to an address, oldest first. */
export async function mailsTo(app: TestApp, recipient: string): Promise<ReceivedMail[]> {
	return await app.sql<ReceivedMail[]>`
		select recipient, subject, text_part, html_part, kind from mails where recipient = ${recipient} order by id`;
}

/** The newest mail to an address; the test fails when there is none. */
export async function lastMailTo(app: TestApp, recipient: string): Promise<ReceivedMail> {
	const mail = (await mailsTo(app, recipient)).at(-1);
	expect(mail, `a mail to ${recipient}`).toBeDefined();
	return mail!;
}

/** The token of the link in a mail: to verify an address or to reset a password. */
export function tokenIn(mail: ReceivedMail): string {
	const token = /\/(?:verify-mail|reset-password)\/([\w-]+)/.exec(mail.textPart)?.[1];
	expect(token, `a token in “${mail.subject}”`).toBeDefined();
	return token!;
}
