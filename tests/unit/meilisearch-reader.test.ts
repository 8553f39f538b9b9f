import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { MeilisearchRefusal, openReader, type ReaderQuery } from '../../api/src/platform/search/meilisearch-reader.ts';

const query = (q: string): ReaderQuery => ({ indexUid: 'threads', q, matchingStrategy: 'all', limit: 5 });
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A stand-in that answers each query with as many ids as it has letters; or as `answer` does. */
async function standIn(answer?: (request: IncomingMessage, reply: ServerResponse) => void) {
	const heard: { queries: ReaderQuery[] }[] = [];
	const server = createServer((request, reply) => {
		if (answer) return answer(request, reply);
		void text(request).then((body) => {
			const asked = JSON.parse(body) as { queries: ReaderQuery[] };
			heard.push(asked);
			const results = asked.queries.map(({ q }) => ({ hits: [...q].map((_, id) => ({ id })) }));
			reply.end(JSON.stringify({ results }));
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	closing.push(() => {
		server.closeAllConnections();
		server.close();
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { heard, read: openReader({ url, key: 'key', timeout: 200 }) };
}

describe('what is asked of Meilisearch', () => {
	test('in the same moment goes out in one request, and each gets its own ids', async () => {
		const { heard, read } = await standIn();
		const answers = await Promise.all([read([query('ab')]), read([query('a'), query('abc')])]);
		expect(answers).toEqual([[[0, 1]], [[0], [0, 1, 2]]]);
		expect(heard).toHaveLength(1);
		expect(heard[0]?.queries[0]).toMatchObject({ q: 'ab', attributesToRetrieve: ['id'] });
		await read([query('a')]);
		expect(heard).toHaveLength(2);
	});

	test('and refused says why', async () => {
		const { read } = await standIn((_request, reply) =>
			reply
				.writeHead(400)
				.end(JSON.stringify({ message: 'no', type: 'invalid_request', code: 'invalid_search_filter' })),
		);
		const refusal = await read([query('a')]).catch((error: unknown) => error);
		expect(refusal).toBeInstanceOf(MeilisearchRefusal);
		expect(refusal).toMatchObject({ type: 'invalid_request', code: 'invalid_search_filter' });
	});

	test('and refused takes nothing with it that went out in the same request', async () => {
		const { read } = await standIn((request, reply) => {
			void text(request).then((body) => {
				const { queries } = JSON.parse(body) as { queries: ReaderQuery[] };
				if (queries.some(({ q }) => q === 'bad')) {
					const refusal = { message: 'no', type: 'invalid_request', code: 'invalid_search_filter' };
					return reply.writeHead(400).end(JSON.stringify(refusal));
				}
				return reply.end(JSON.stringify({ results: queries.map(() => ({ hits: [{ id: 7 }] })) }));
			});
		});
		const answers = await Promise.allSettled([read([query('a'), query('b')]), read([query('bad')])]);
		expect(answers).toMatchObject([
			{ status: 'fulfilled', value: [[7], [7]] },
			{ status: 'rejected', reason: { code: 'invalid_search_filter' } },
		]);
	});

	test('and not answered in time fails, also in the midst of an answer', async () => {
		const silent = await standIn(() => {});
		await expect(silent.read([query('a')])).rejects.toThrow('within 200 ms');
		const halting = await standIn((_request, reply) => void reply.write('{"results":'));
		await expect(halting.read([query('a')])).rejects.toThrow();
	});

	test('fails when nobody is there', async () => {
		const read = openReader({ url: 'http://127.0.0.1:9', key: '', timeout: 200 });
		await expect(read([query('a')])).rejects.toThrow();
	});
});
