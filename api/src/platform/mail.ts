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
	// One server that does not answer must not keep the other mail waiting for minutes.
	const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };
	const transport = nodemailer.createTransport({ url, ...timeouts });
	return {
		async carry(mail, messageId) {
			await transport.sendMail({ from, messageId, ...mail });
		},
	};
}

/** Keeps mail where it is: the local mailbox. */
export const keepingCarrier: MailCarrier = { carry: async () => {} };
