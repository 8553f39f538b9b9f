import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callOf, comesFromHere, stamp } from '../../web/src/door/caller.ts';
import { PageCache, pageKey } from '../../web/src/door/pageCache.ts';
import { pass, passUpgrade } from '../../web/src/door/passage.ts';
import { record, send } from '../../web/src/door/recorder.ts';
import type { Recorded } from '../../web/src/door/recorder.ts';
import { settingsFrom } from '../../web/src/door/settings.ts';

type Headers = Record<string, string>;
const asked = (headers: Headers, method = 'GET', url = '/') =>
	({
		headers: { host: 'here.test', ...headers },
		method,
		url,
		socket: { remoteAddress: '10.0.0.9' },
	}) as unknown as IncomingMessage;
const alone = settingsFrom({});
const behindOne = settingsFrom({ TRUSTED_PROXIES: '1' });
const behindTwo = settingsFrom({ TRUSTED_PROXIES: '2' });

describe('the caller', () => {
	const forwarded = {
		'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.1',
		'x-forwarded-proto': 'https',
		'x-forwarded-host': 'out.test',
	};

	test('is the socket when nobody stands before us, whatever the headers say', () => {
		expect(callOf(asked(forwarded), alone)).toMatchObject({ client: '10.0.0.9', protocol: 'http', host: 'here.test' });
	});
	test('is what the outermost of our own proxies saw', () => {
		expect(callOf(asked(forwarded), behindOne)).toMatchObject({
			client: '10.0.0.1',
			protocol: 'https',
			host: 'out.test',
		});
		expect(callOf(asked(forwarded), behindTwo).client).toBe('1.2.3.4');
	});
	test('comes by https when the public origin was called', () => {
		const settings = settingsFrom({ PUBLIC_ORIGIN: 'https://here.test' });
		expect(callOf(asked({}), settings).protocol).toBe('https');
		expect(callOf(asked({ host: '10.0.0.5:3000' }), settings).protocol).toBe('http');
	});
	test('cannot name itself to the API', () => {
		const request = asked({
			'x-ikatan-web': 'guessed',
			'x-ikatan-client': '6.6.6.6',
			'x-request-id': 'made-up-by-caller',
		});
		stamp(request, callOf(request, alone));
		expect(request.headers).toMatchObject({ 'x-ikatan-client': '10.0.0.9' });
		expect(request.headers).not.toHaveProperty('x-ikatan-web');
		expect(request.headers['x-request-id']).not.toBe('made-up-by-caller');
	});
});

describe('the origin of a write', () => {
	const cookie = 'ikatan_session=x';
	test.each<[boolean, string, Headers]>([
		[true, 'POST', { cookie, origin: 'http://here.test' }],
		[false, 'POST', { cookie, origin: 'https://here.test' }],
		[false, 'POST', { cookie, origin: 'http://evil.test' }],
		[false, 'POST', { cookie, origin: 'null' }],
		[false, 'POST', { cookie }],
		[true, 'POST', { cookie, 'sec-fetch-site': 'same-origin' }],
		[false, 'DELETE', { cookie, 'sec-fetch-site': 'cross-site' }],
		[true, 'POST', {}],
		[true, 'GET', { cookie }],
		[false, 'GET', { cookie, origin: 'http://evil.test' }],
	])('%s: %s %o', (allowed, method, headers) => {
		const request = asked(headers, method);
		expect(comesFromHere(request, callOf(request, alone))).toBe(allowed);
	});
});

describe('a page', () => {
	const page = (extra: Partial<Recorded> = {}): Recorded => ({
		status: 200,
		headers: { 'content-type': 'text/html' },
		body: Buffer.from('page'),
		packed: new Map(),
		route: undefined,
		...extra,
	});
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	test('is made once for all who ask while it is being made, and for a second after', async () => {
		const pages = new PageCache();
		const render = vi.fn(async () => page());
		await Promise.all([pages.read('a', render), pages.read('a', render), pages.read('a', render)]);
		vi.advanceTimersByTime(999);
		await pages.read('a', render);
		expect(render).toHaveBeenCalledTimes(1);
		vi.advanceTimersByTime(2);
		await pages.read('a', render);
		expect(render).toHaveBeenCalledTimes(2);
	});

	test.each<[string, Partial<Recorded>]>([
		['an error', { status: 500 }],
		['a redirect', { status: 303 }],
		['one that sets a cookie', { headers: { 'content-type': 'text/html', 'set-cookie': ['a=b'] } }],
		['what is no page', { headers: { 'content-type': 'application/json' } }],
	])('is not kept: %s', async (_, extra) => {
		const pages = new PageCache();
		const render = vi.fn(async () => page(extra));
		await pages.read('a', render);
		await pages.read('a', render);
		expect(render).toHaveBeenCalledTimes(2);
	});

	test('is made anew for who asks a second after its making began, however long that takes', async () => {
		const pages = new PageCache();
		const never = () => new Promise<Recorded>(() => {});
		void pages.read('a', never);
		vi.advanceTimersByTime(999);
		const render = vi.fn(async () => page());
		void pages.read('a', render);
		expect(render).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		await pages.read('a', render);
		expect(render).toHaveBeenCalledTimes(1);
	});

	test('that sets a cookie goes to who asked first alone, also while others wait for it', async () => {
		const pages = new PageCache();
		let count = 0;
		const render = async () =>
			page({ headers: { 'content-type': 'text/html', 'set-cookie': [`visitor=${(count += 1)}`] } });
		const seen = await Promise.all([pages.read('a', render), pages.read('a', render), pages.read('a', render)]);
		expect(new Set(seen.map(({ headers }) => String(headers['set-cookie']))).size).toBe(3);
	});

	test('that could not be made is told to all who waited for it, and to nobody after them', async () => {
		const pages = new PageCache();
		const render = vi.fn(() => Promise.reject(new Error('no')));
		const waiting = await Promise.allSettled([pages.read('a', render), pages.read('a', render)]);
		expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(render).toHaveBeenCalledTimes(1);
		expect((await pages.read('a', async () => page())).status).toBe(200);
	});

	test('that could not be made is made again', async () => {
		const pages = new PageCache();
		await expect(pages.read('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect((await pages.read('a', async () => page())).status).toBe(200);
	});

	test('gives its place up when there are many', async () => {
		const pages = new PageCache();
		const render = vi.fn(async () => page());
		for (let number = 0; number <= 500; number++) await pages.read(`page ${number}`, render);
		await pages.read('page 500', render);
		expect(render).toHaveBeenCalledTimes(501);
		await pages.read('page 0', render);
		expect(render).toHaveBeenCalledTimes(502);
	});

	test('is let go of once it is a second old and another is made', async () => {
		const pages = new PageCache();
		await pages.read('old', async () => page({ body: Buffer.alloc(5000) }));
		vi.advanceTimersByTime(500);
		await pages.read('newer', async () => page({ body: Buffer.alloc(300) }));
		expect(pages.bytes).toBe(5300);
		vi.advanceTimersByTime(500);
		await pages.read('newest', async () => page({ body: Buffer.alloc(20) }));
		expect(pages.bytes).toBe(320);
	});

	test('counts for nothing when it gave its place up while it was made', async () => {
		const pages = new PageCache();
		let finish: (made: Recorded) => void = () => {};
		const slow = pages.read('slow', () => new Promise((resolve) => (finish = resolve)));
		for (let number = 0; number <= 500; number++) await pages.read(`page ${number}`, async () => page());
		finish(page({ body: Buffer.alloc(65 * 1024 * 1024) }));
		await slow;
		const render = vi.fn(async () => page());
		await pages.read('another', render);
		await pages.read('another', render);
		expect(render).toHaveBeenCalledTimes(1);
	});

	test('differs by address, host, language and theme, and by nothing else that a visitor sends', () => {
		const key = (headers: Headers, url = '/a?b=1', host = 'http://here.test') =>
			pageKey(asked(headers, 'GET', url), host);
		const plain = key({});
		expect(key({ cookie: '_ga=1; theme=weird', 'user-agent': 'x', 'accept-language': 'fr' })).toBe(plain);
		const others = [
			key({}, '/a?b=2'),
			key({}, '/a?b=1', 'http://there.test'),
			key({ cookie: 'theme=dark' }),
			key({ 'accept-language': 'id' }),
		];
		expect(new Set([plain, ...others]).size).toBe(5);
		expect(key({ cookie: 'language=id' })).toBe(key({ 'accept-language': 'id-ID,en;q=0.5' }));
	});

	test.each<[string, Headers, string, string]>([
		['with a session', { cookie: 'a=1; ikatan_session=x' }, 'GET', '/'],
		['with drafts of a visitor', { cookie: 'ikatan_visitor=x' }, 'GET', '/'],
		['with a key', { authorization: 'Bearer x' }, 'GET', '/'],
		['that is a write', {}, 'POST', '/'],
		['that is a piece of a page', {}, 'GET', '/a/__data.json'],
	])('is never shared: a request %s', (_, headers, method, url) => {
		expect(pageKey(asked(headers, method, url), 'http://here.test')).toBeUndefined();
	});
});

/** A server for one test, and the way to ask it. */
async function listening(handler: RequestListener): Promise<{ server: Server; port: number }> {
	const server = createServer(handler);
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	open.push(server);
	return { server, port: (server.address() as AddressInfo).port };
}
const open: Server[] = [];
afterEach(() => {
	for (const server of open.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

describe('what is the API’s', () => {
	test('is passed on with the secret, streams back, and keeps its cookies apart', async () => {
		const api = await listening((request, response) => {
			response.setHeader('set-cookie', ['a=1', 'b=2']);
			response.writeHead(201, { 'content-type': 'text/plain' });
			response.write(`${request.method} ${request.url} ${request.headers['x-ikatan-web']} `);
			request.pipe(response);
		});
		const settings = settingsFrom({ API_URL: `http://127.0.0.1:${api.port}`, WEB_SECRET: 'known' });
		const door = await listening((request, response) => pass(request, response, settings));
		const reply = await fetch(`http://127.0.0.1:${door.port}/api/x?y=1`, { method: 'POST', body: 'words' });
		expect([reply.status, await reply.text()]).toEqual([201, 'POST /api/x?y=1 known words']);
		expect(reply.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
	});

	test('is asked once more when a kept connection turns out to be closed, but only for what does no harm twice', async () => {
		const heard: string[] = [];
		const used = new WeakSet<object>();
		const api = await listening((request, response) => {
			heard.push(request.method ?? '');
			// Every connection is good for one request.
			if (used.has(request.socket)) return void request.socket.destroy();
			used.add(request.socket);
			request.resume().on('end', () => response.end('ok'));
		});
		const settings = settingsFrom({ API_URL: `http://127.0.0.1:${api.port}` });
		const door = await listening((request, response) => pass(request, response, settings));
		const statusOf = async (method: string) => (await fetch(`http://127.0.0.1:${door.port}/api/x`, { method })).status;
		expect([await statusOf('GET'), await statusOf('GET')]).toEqual([200, 200]);
		expect(heard).toEqual(['GET', 'GET', 'GET']);
		heard.length = 0;
		expect([await statusOf('POST'), await statusOf('POST')]).toEqual([200, 502]);
		expect(heard).toEqual(['POST', 'POST']);
	});

	test('answers “unreachable” when the API is away', async () => {
		const settings = settingsFrom({ API_URL: 'http://127.0.0.1:1' });
		const door = await listening((request, response) => pass(request, response, settings));
		const reply = await fetch(`http://127.0.0.1:${door.port}/api/x`);
		expect([reply.status, await reply.json()]).toEqual([502, { code: 'unreachable', params: {} }]);
	});

	test('a live connection carries bytes both ways and ends on both sides', async () => {
		const api = await listening(() => undefined);
		const ended = new Promise<void>((resolve) => {
			api.server.on('upgrade', (request, socket) => {
				socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
				socket.on('data', (bytes) => socket.write(`${request.headers['x-ikatan-web']}:${bytes}`));
				socket.on('end', resolve);
			});
		});
		const settings = settingsFrom({ API_URL: `http://127.0.0.1:${api.port}`, WEB_SECRET: 'known' });
		const door = await listening(() => undefined);
		door.server.on('upgrade', (request, socket, head) => passUpgrade(request, socket, head, settings));
		const said = await new Promise<string>((resolve, reject) => {
			const onward = ask({ port: door.port, path: '/live', headers: { connection: 'upgrade', upgrade: 'websocket' } });
			onward.on('upgrade', (_, socket) => {
				socket.on('data', (bytes) => {
					resolve(String(bytes));
					socket.destroy();
				});
				socket.write('hello');
			});
			onward.on('error', reject);
			onward.end();
		});
		expect(said).toBe('known:hello');
		await ended;
	});
});

describe('a recorded answer', () => {
	const text = 'word '.repeat(1000);
	const served = async () =>
		await listening((request, response) => {
			const headers = { ...request.headers };
			void record(request, (_, kept) =>
				kept.writeHead(200, { 'content-type': 'text/html', etag: '"e1"' }).end(text),
			).then((recorded) => send(recorded, response, headers));
		});

	test.each(['br', 'gzip'])('is packed as %s and can be read', async (encoding) => {
		const { port } = await served();
		const reply = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'accept-encoding': encoding } });
		expect(reply.headers.get('content-encoding')).toBe(encoding);
		expect(Number(reply.headers.get('content-length'))).toBeLessThan(500);
		expect(await reply.text()).toBe(text);
	});

	test('comes as it is to whom can unpack nothing', async () => {
		const { port } = await served();
		const reply = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'accept-encoding': 'br;q=0, identity' } });
		expect([reply.headers.get('content-encoding'), await reply.text()]).toEqual([null, text]);
	});

	test.each([
		['image/svg+xml', "default-src 'none'"],
		['application/atom+xml; charset=utf-8', "default-src 'none'"],
		['application/xml', "default-src 'none'"],
		['text/html', "default-src 'none'"],
		['text/javascript', null],
	])('of %s runs nothing when it is opened as a page', async (type, policy) => {
		const { port } = await listening((request, response) => {
			void record(request, (_, kept) => kept.writeHead(200, { 'content-type': type }).end(text)).then((recorded) =>
				send(recorded, response, {}),
			);
		});
		const reply = await fetch(`http://127.0.0.1:${port}/`);
		const given = reply.headers.get('content-security-policy');
		if (policy === null) expect(given).toBeNull();
		else expect(given).toContain(policy);
	});

	test('is not sent again to whom has it', async () => {
		const { port } = await served();
		const reply = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'if-none-match': '"e0", "e1"' } });
		expect([reply.status, await reply.text()]).toEqual([304, '']);
	});
});
