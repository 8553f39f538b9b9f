import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { endpoint } from '@ikatan/contracts/endpoint';
import { address, createClient } from './index.ts';

const readShelf = endpoint({
	method: 'GET',
	path: '/api/shelves/:shelf',
	summary: 'A shelf',
	params: z.object({ shelf: z.string() }),
	query: z.object({ colour: z.array(z.string()).optional(), page: z.number().optional() }),
	reply: z.object({ address: z.string() }),
});
const dropShelf = endpoint({
	method: 'DELETE',
	path: '/api/shelves/:shelf',
	summary: 'Drop',
	params: z.object({ shelf: z.string() }),
	reply: z.undefined(),
	status: 204,
});
const addShelf = endpoint({
	method: 'POST',
	path: '/api/shelves',
	summary: 'Add',
	body: z.object({ name: z.string() }),
	reply: z.object({ name: z.string() }),
});

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let baseUrl = '';
beforeAll(async () => {
	server = createServer((request, response) => answer(request, response));
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('a read carries its parameters encoded, its arrays repeated and its absent values left out', async () => {
	answer = (request, response) => response.end(JSON.stringify({ address: request.url }));
	const result = await createClient({ fetch, baseUrl })(readShelf, {
		params: { shelf: 'a/b ü' },
		query: { colour: ['red', 'blue & white'], page: undefined },
	});
	expect(result).toEqual({
		ok: true,
		value: { address: '/api/shelves/a%2Fb%20%C3%BC?colour=red&colour=blue+%26+white' },
	});
});

test('an empty reply is undefined', async () => {
	answer = (_, response) => response.writeHead(204).end();
	expect(await createClient({ fetch, baseUrl })(dropShelf, { params: { shelf: 'x' } })).toEqual({
		ok: true,
		value: undefined,
	});
});

test('a write sends JSON with the headers of the client and of the call', async () => {
	answer = (request, response) => {
		const seen = `${request.headers['content-type']} ${request.headers['x-one']} ${request.headers['x-two']}`;
		response.end(JSON.stringify({ name: seen }));
	};
	const call = createClient({ fetch, baseUrl, headers: { 'x-one': '1' } });
	expect(await call(addShelf, { body: { name: 'n' }, headers: { 'x-two': '2' } })).toEqual({
		ok: true,
		value: { name: 'application/json 1 2' },
	});
});

test('a refusal keeps code, fields and when to retry', async () => {
	answer = (_, response) =>
		response
			.writeHead(429, { 'retry-after': '30' })
			.end(JSON.stringify({ code: 'too-many-requests', params: { limit: 5 }, fields: { name: 'too-long' } }));
	expect(await createClient({ fetch, baseUrl })(addShelf, { body: { name: 'n' } })).toEqual({
		ok: false,
		status: 429,
		error: { code: 'too-many-requests', params: { limit: 5 }, fields: { name: 'too-long' } },
		retryAfter: 30,
	});
});

test('a page of HTML from something in between is an unavailable API', async () => {
	answer = (_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>');
	const result = await createClient({ fetch, baseUrl })(addShelf, { body: { name: 'n' } });
	expect(result).toMatchObject({ ok: false, status: 502, error: { code: 'unavailable' } });
});

test('no answer at all is unreachable', async () => {
	const result = await createClient({ fetch, baseUrl: 'http://127.0.0.1:1' })(addShelf, { body: { name: 'n' } });
	expect(result).toEqual({ ok: false, status: 0, error: { code: 'unreachable', params: {} } });
});

test('a missing parameter is a mistake in the program and says so', () => {
	expect(() => address('/api/shelves/:shelf', {})).toThrow('lacks shelf');
});

test('types ask for what an endpoint declares, and for nothing else', () => {
	const call = createClient({ fetch, baseUrl });
	const wrong = [
		// @ts-expect-error params are missing
		() => call(dropShelf),
		// @ts-expect-error a body of the wrong type
		() => call(addShelf, { body: { name: 1 } }),
		// @ts-expect-error no body is declared
		() => call(dropShelf, { params: { shelf: 'x' }, body: {} }),
	];
	expect(wrong).toHaveLength(3);
});
