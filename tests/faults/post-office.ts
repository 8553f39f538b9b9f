import { SMTPServer } from 'smtp-server';
import { freePort } from '@ikatan/local-stack/ports';

/** A mail server that never falls, and remembers what it said yes to. */
export type PostOffice = {
	url: string;
	/** How often it took each mail, by message id. */
	taken: Map<string, number>;
	close(): Promise<void>;
};

export async function openPostOffice(): Promise<PostOffice> {
	const taken = new Map<string, number>();
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, _session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const id = /^message-id:\s*(\S+)/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? 'none';
				taken.set(id, (taken.get(id) ?? 0) + 1);
				done(null);
			});
		},
	});
	// Whose connection is cut by a kill is nobody's concern here.
	server.on('error', () => {});
	const port = await freePort();
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return {
		url: `smtp://127.0.0.1:${port}`,
		taken,
		close: () => new Promise((resolve) => server.close(resolve)),
	};
}
