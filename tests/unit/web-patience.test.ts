import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patientFetch } from '../../web/src/lib/server/patience.ts';

const server = createServer((request, response) => {
	request.resume();
	if (request.url === '/answers') response.end('yes');
});
let origin: string;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
	vi.useRealTimers();
	server.closeAllConnections();
	server.close();
});

/** How a call stands: asked of the event loop, since the clock of the calls stands still. */
async function outcome(call: Promise<unknown>) {
	const waiting = new Promise((resolve) => setImmediate(() => setImmediate(resolve, 'waiting')));
	return await Promise.race([call.then(() => 'answered').catch((error: Error) => error.name), waiting]);
}

test('a call that gets no answer ends after 15 s, and the next of the same request at once', async () => {
	const ask = patientFetch();
	const hung = ask(`${origin}/hangs`, {});
	await vi.advanceTimersByTimeAsync(14_900);
	expect(await outcome(hung)).toBe('waiting');
	await vi.advanceTimersByTimeAsync(200);
	expect(await outcome(hung)).toBe('AbortError');
	expect(await outcome(ask(`${origin}/answers`, {}))).toBe('AbortError');
});

test('a file may take a minute, and an answer in time ends nothing', async () => {
	const ask = patientFetch();
	await expect(ask(`${origin}/answers`, {}).then((reply) => reply.text())).resolves.toBe('yes');
	const form = new FormData();
	form.append('file', new Blob(['bytes']), 'photo.jpg');
	const sent = ask(`${origin}/hangs`, { method: 'POST', body: form });
	await vi.advanceTimersByTimeAsync(59_000);
	expect(await outcome(sent)).toBe('waiting');
	await vi.advanceTimersByTimeAsync(2_000);
	expect(await outcome(sent)).toBe('AbortError');
});
