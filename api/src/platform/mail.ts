import nodemailer from 'nodemailer';

export type Mail = {
	to: string;
	subject: string;
	text: string;
	html: string;
	/** E.g. List-Unsubscribe; CR and LF are refused. */
	headers?: Record<string, string>;
};

/** Hands mail on; without SMTP mail stays in the `mails` table, which the local mailbox page shows. */
export interface MailCarrier {
	carry(mail: Mail, messageId: string): Promise<void>;
}

/** Sends by SMTP; throws what the server says when it does not take a mail. */
export function smtpCarrier(url: string, from: string): MailCarrier {
	const transport = nodemailer.createTransport(url);
	return {
		async carry(mail, messageId) {
			await transport.sendMail({ from, messageId, ...mail });
		},
	};
}

/** Keeps mail where it is: the local mailbox. */
export const keepingCarrier: MailCarrier = { carry: async () => {} };
