import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the generator sends: to whom, over how many connections, for how long, these requests in turn. */
export type Traffic = { port: number; connections: number; seconds: number; requests: string[] };

/** What came of it; times in milliseconds. `spans` holds one time per request. */
export type Measured = { seconds: number; spans: number[]; refused: Record<string, number>; example?: string };

export type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: unknown };

/** A request as it goes over the wire. */
export function written({ method = 'GET', path, headers = {}, body }: Asked): string {
	const content = body === undefined ? '' : JSON.stringify(body);
	const all = {
		host: 'localhost',
		...headers,
		...(content && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(content)) }),
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`;
}

/** Has the generator, a process of its own, send this; each request goes out when the one before it has been answered. */
export function send(traffic: Traffic): Promise<Measured> {
	return new Promise((resolve, reject) => {
		const child = fork(fileURLToPath(new URL('generator.ts', import.meta.url)), { serialization: 'advanced' });
		child.once('message', (measured) => resolve(measured as Measured));
		child.once('error', reject);
		child.once('exit', (code) => code && reject(new Error(`The generator ended with code ${code}`)));
		child.send(traffic);
	});
}
