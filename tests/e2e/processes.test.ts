import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openFleet, type Fleet, type Ship } from '../support/fleet.ts';

type SentSpan = {
	traceId: string;
	spanId: string;
	parentSpanId?: string;
	name: string;
	kind: number;
	service: string;
	facts: Record<string, unknown>;
};

/** Takes OTLP over HTTP as a collector does. */
async function openReceiver(): Promise<{ server: Server; origin: string; spans: SentSpan[] }> {
	const spans: SentSpan[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			if (request.url === '/v1/traces') spans.push(...spansIn(JSON.parse(body) as Sent));
			response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, spans, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

type Fact = { key: string; value: { stringValue?: string; intValue?: number } };
type Sent = {
	resourceSpans: {
		resource: { attributes: Fact[] };
		scopeSpans: { spans: (Omit<SentSpan, 'service' | 'facts'> & { attributes: Fact[] })[] }[];
	}[];
};

function spansIn(sent: Sent): SentSpan[] {
	const read = (facts: Fact[]) =>
		Object.fromEntries(facts.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
	return sent.resourceSpans.flatMap(({ resource, scopeSpans }) =>
		scopeSpans.flatMap(({ spans }) =>
			spans.map(({ attributes, ...span }) => ({
				...span,
				service: String(read(resource.attributes)['service.name']),
				facts: read(attributes),
			})),
		),
	);
}

let receiver: Awaited<ReturnType<typeof openReceiver>>;
let fleet: Fleet;
let api: Ship;
let worker: Ship;
let web: Ship;
beforeAll(async () => {
	receiver = await openReceiver();
	fleet = await openFleet(inject('services'), 'processes', {
		LOG_REQUESTS: 'all',
		OTEL_EXPORTER_OTLP_ENDPOINT: receiver.origin,
		OTEL_BSP_SCHEDULE_DELAY: '100',
		PUBLIC_ORIGIN: 'http://localhost:3000',
	});
	await fleet.run('demo');
	await fleet.run('search:rebuild');
	api = await fleet.start('api');
	[worker, web] = await Promise.all([fleet.start('worker'), fleet.start('web', { API_URL: api.origin })]);
}, 300_000);
afterAll(async () => {
	await fleet?.close();
	receiver?.server.close();
});

const metricsOf = async (ship: Ship) => await (await fetch(`${ship.innerOrigin}/metrics`)).text();

describe('the log', () => {
	test('names a request of a browser by one id, in web and API', async () => {
		const reply = await fetch(`${web.origin}/search?q=wandering+secret`);
		const id = reply.headers.get('x-request-id') ?? '';
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		await expect.poll(() => web.lines.filter(({ reqId }) => reqId === id)).toHaveLength(1);
		const asked = api.lines.filter(({ reqId }) => reqId === id);
		expect(asked.map(({ route }) => route)).toContain('/api/search');
		expect(web.lines.find(({ reqId }) => reqId === id)).toMatchObject({
			name: 'web',
			level: 30,
			msg: 'request',
			method: 'GET',
			route: '/search',
			path: '/search',
			status: 200,
		});
	});

	test('holds neither what people type nor what opens their accounts', async () => {
		const secret = 'unutterable-4711';
		const token = 'nJx2ZQ0rV_a-8dTq3sWmY4uLh6kPcE7fGbR1oIvXtAw';
		const json = { 'content-type': 'application/json', origin: 'http://localhost:3000' };
		const asked = [
			fetch(`${web.origin}/search?q=${secret}`),
			fetch(`${web.origin}/reset-password/${token}`),
			fetch(`${web.origin}/`, { headers: { cookie: `ikatan_session=${secret}`, authorization: `Bearer ${secret}` } }),
			fetch(`${api.origin}/api/session`, {
				method: 'POST',
				headers: json,
				body: JSON.stringify({ mail: `${secret}@example.com`, password: secret }),
			}),
			fetch(`${api.origin}/api/threads`, { method: 'POST', headers: json, body: `{"title":"${secret}` }),
		];
		const before = web.lines.length + api.lines.length;
		for (const reply of await Promise.all(asked)) await reply.text();
		await expect.poll(() => web.lines.length + api.lines.length).toBeGreaterThanOrEqual(before + 5);
		for (const ship of [web, api, worker]) {
			expect(ship.text()).not.toContain(secret);
			expect(ship.text()).not.toContain(token);
		}
	});
});

describe('the metrics', () => {
	test('of the web tell requests by route, and how often a page was there already', async () => {
		for (let time = 0; time < 3; time++) await (await fetch(`${web.origin}/threads/questions`)).text();
		await (await fetch(`${web.origin}/nowhere/${Math.random()}`)).text();
		const text = await metricsOf(web);
		expect(text).toMatch(
			/ikatan_http_requests_total\{method="GET",route="\/threads\/\[kind=kind\]",status="200",process="web"\} 3/,
		);
		expect(text).toMatch(/ikatan_page_cache_total\{result="hit",process="web"\} [1-9]/);
		expect(text).toMatch(/ikatan_page_cache_bytes\{process="web"\} [1-9]/);
		expect(text).toContain('ikatan_live_lines{process="web"} 0');
		expect(text).not.toContain('nowhere');
	});

	test('of the API tell requests by route, its pool, its lines and whether search is limited', async () => {
		await (await fetch(`${api.origin}/api/threads/${Math.floor(Math.random() * 1e9)}`)).text();
		const text = await metricsOf(api);
		expect(text).toMatch(
			/ikatan_http_requests_total\{method="GET",route="\/api\/threads\/:threadId",status="404",process="api"\} 1/,
		);
		expect(text).toMatch(/ikatan_http_request_seconds_count\{process="api",method="GET",route="\/api\/site"\} [1-9]/);
		expect(text).toContain('ikatan_database_connections{state="allowed",process="api"} 10');
		expect(text).toContain('ikatan_database_connections{state="waiting",process="api"} 0');
		expect(text).toContain('ikatan_live_lines{process="api"} 0');
		// 1 while the worker still makes its index.
		expect(text).toMatch(/^ikatan_search_limited\{process="api"\} [01]$/m);
		expect(text).toMatch(/^process_resident_memory_bytes/m);
	});

	test('of the worker tell events, jobs, mail and how far search is behind', async () => {
		await expect
			.poll(async () => await metricsOf(worker), { timeout: 10_000 })
			.toContain('ikatan_search_lag_seconds{kind="thread"');
		const text = await metricsOf(worker);
		for (const name of [
			'events_waiting',
			'events_lag_seconds',
			'search_outbox_rows{kind="entry"',
			'mails{state="failed"',
		])
			expect(text).toContain(`ikatan_${name}`);
		expect(text).toMatch(/ikatan_jobs\{job="search\.compare",state="failed",process="worker"\} 0/);
		expect(text).toMatch(/ikatan_rounds_total\{outcome="done",process="worker"\} \d/);
	});

	test('are not to be had at the doors that browsers reach', async () => {
		for (const ship of [web, api]) {
			const reply = await fetch(`${ship.origin}/metrics`);
			expect(reply.status).toBe(404);
			expect(await reply.text()).not.toContain('ikatan_http');
		}
		expect((await fetch(`${web.origin}/api/metrics`)).status).toBe(404);
	});
});

describe('a trace', () => {
	test('follows a page through web, API, PostgreSQL and Meilisearch', async () => {
		const reply = await fetch(`${web.origin}/search?q=printer`);
		const id = reply.headers.get('x-request-id');
		const root = () =>
			receiver.spans.find(({ service, facts }) => service === 'ikatan-web' && facts['ikatan.request_id'] === id);
		await expect.poll(root, { timeout: 10_000 }).toBeDefined();
		const { traceId, spanId, facts } = root()!;
		expect(facts).toMatchObject({ 'http.route': '/search', 'http.response.status_code': 200, 'url.path': '/search' });
		const all = () => receiver.spans.filter((span) => span.traceId === traceId);
		const searched = () => all().find(({ name, service }) => service === 'ikatan-api' && name === 'GET /api/search');
		await expect.poll(searched, { timeout: 10_000 }).toBeDefined();
		const asking = () => all().find((span) => span.spanId === searched()!.parentSpanId);
		await expect.poll(asking, { timeout: 10_000 }).toBeDefined();
		expect(asking()).toMatchObject({ service: 'ikatan-web', name: 'GET', kind: 3, parentSpanId: spanId });
		const below = () => all().filter((span) => span.parentSpanId === searched()!.spanId);
		await expect.poll(() => below().some(({ name }) => name === 'SELECT')).toBe(true);
		expect(below().find(({ name }) => name === 'SELECT')?.facts['db.query.text']).toMatch(/^select /);
		const searching = () => below().some(({ facts: { 'url.path': path } }) => String(path).includes('search'));
		await expect.poll(searching, { timeout: 10_000 }).toBe(true);
		expect(JSON.stringify(all())).not.toContain('printer');
	});

	test('is not begun by a stranger, whatever headers they send', async () => {
		const traceId = 'abcdefabcdefabcdefabcdefabcdefab';
		const headers = { traceparent: `00-${traceId}-1234567812345678-01` };
		await (await fetch(`${web.origin}/api/site`, { headers })).text();
		await (await fetch(`${api.origin}/api/site`, { headers })).text();
		await expect.poll(() => receiver.spans.filter(({ name }) => name === 'GET /api/site').length).toBeGreaterThan(1);
		expect(receiver.spans.map((span) => span.traceId)).not.toContain(traceId);
	});
});
