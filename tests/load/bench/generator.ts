// The load generator, a process of its own: bare sockets and a parser that knows just what our replies look like, so that little
// of the machine goes to asking.
import { connect, type Socket } from 'node:net';
import type { Measured, Traffic } from './traffic.ts';

const headEnd = Buffer.from('\r\n\r\n');

/** Where the reply at the beginning of `bytes` ends and what its status is; undefined while it is not all there. */
function replyIn(bytes: Buffer): { end: number; status: number } | undefined {
	const at = bytes.indexOf(headEnd);
	if (at < 0) return undefined;
	const head = bytes.toString('latin1', 0, at).toLowerCase();
	const status = Number(head.slice(9, 12));
	const from = at + headEnd.length;
	const length = /\ncontent-length: (\d+)/.exec(head)?.[1];
	if (length !== undefined || status === 204 || status === 304) {
		const end = from + Number(length ?? 0);
		return bytes.length >= end ? { end, status } : undefined;
	}
	const end = chunksEnd(bytes, from);
	return end === undefined ? undefined : { end, status };
}

function chunksEnd(bytes: Buffer, from: number): number | undefined {
	for (let at = from; ;) {
		const line = bytes.indexOf('\r\n', at, 'latin1');
		if (line < 0) return undefined;
		const size = parseInt(bytes.toString('latin1', at, line), 16);
		at = line + 2 + size + 2;
		if (at > bytes.length) return undefined;
		if (size === 0) return at;
	}
}

function run({ port, connections, seconds, requests }: Traffic): Promise<Measured> {
	const measured: Measured = { seconds: 0, spans: [], refused: {} };
	const begun = performance.now();
	const until = begun + seconds * 1000;
	let place = 0;
	const line = () =>
		new Promise<void>((resolve, reject) => {
			const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
			let [sentAt, parts, held] = [0, [] as Buffer[], 0];
			const ask = () => {
				const request = requests[place++ % requests.length]!;
				sentAt = performance.now();
				if (sentAt >= until) return void socket.end(resolve);
				socket.write(request);
			};
			socket.on('connect', ask);
			socket.on('error', reject);
			socket.on('close', () => resolve());
			socket.on('data', (part) => {
				parts.push(part);
				held += part.length;
				const bytes = parts.length === 1 ? part : Buffer.concat(parts, held);
				const reply = replyIn(bytes);
				parts = [bytes];
				if (!reply) return;
				[parts, held] = [[], 0];
				measured.spans.push(performance.now() - sentAt);
				if (reply.status >= 300) {
					measured.refused[reply.status] = (measured.refused[reply.status] ?? 0) + 1;
					measured.example ??= bytes.toString('utf8', 0, 600);
				}
				ask();
			});
		});
	return Promise.all(Array.from({ length: connections }, line)).then(() => {
		measured.seconds = (performance.now() - begun) / 1000;
		return measured;
	});
}

process.once('message', (traffic) => {
	run(traffic as Traffic).then(
		(measured) => process.send!(measured, undefined, {}, () => process.exit(0)),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		},
	);
});
