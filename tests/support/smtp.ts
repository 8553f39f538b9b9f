import { SMTPServer } from 'smtp-server';
import { freePort } from '@ikatan/local-stack/ports';

export type SmtpServer = {
	url: string;
	/** Whole mails as they came over the wire, in order. */
	received: { to: string[]; source: string }[];
	/** Those that it did not take. */
	refused: { to: string[]; source: string }[];
	/** Answers the next mail with this refusal instead of taking it. */
	refuseNext(responseCode: number, message: string): void;
	close(): Promise<void>;
};

/** A mail server on this machine. */
export async function startSmtp(): Promise<SmtpServer> {
	const received: SmtpServer['received'] = [];
	const refused: SmtpServer['refused'] = [];
	let refusal: Error | undefined;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const to = session.envelope.rcptTo.map((recipient) => recipient.address);
				(refusal ? refused : received).push({ to, source: Buffer.concat(chunks).toString('utf8') });
				done(refusal ?? null);
				refusal = undefined;
			});
		},
	});
	const port = await freePort();
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return {
		url: `smtp://127.0.0.1:${port}`,
		received,
		refused,
		refuseNext: (responseCode, message) => {
			refusal = Object.assign(new Error(message), { responseCode });
		},
		close: () => new Promise((resolve) => server.close(resolve)),
	};
}
