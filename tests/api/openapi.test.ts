import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import Fastify from 'fastify';
import { describe, expect } from 'vitest';
import { requirePolicies } from '../../api/src/platform/http.ts';
import { registerOpenApi } from '../../api/src/platform/openapi.ts';
import * as pages from '../../api/src/platform/openapi-pages.ts';
import { test, type TestApp } from '../support/app.ts';
import { allEndpoints, namesInPath } from '../support/endpoints.ts';

type Schema = Record<string, unknown>;
type Operation = {
	summary?: string;
	tags?: string[];
	parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
	requestBody?: { content: Record<string, { schema: Schema }> };
	responses: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>;
};
type Document = {
	openapi: string;
	info: { title: string; version: string };
	paths: Record<string, Record<string, Operation>>;
	components?: { schemas?: Record<string, Schema> };
};

const documentOf = async (app: TestApp) => (await app.app.inject({ url: '/api/docs/json' })).json<Document>();
const inBraces = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}');

/** Every route that answers, as `METHOD /path`; HEAD goes with GET. */
function routesOf(app: TestApp): string[] {
	const lines = app.app.printRoutes({ commonPrefix: false }).split('\n');
	const routes: string[] = [];
	const parts: string[] = [];
	for (const line of lines) {
		const match = /^((?:[│ ] {3})*)(?:├── |└── )(.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
		if (!match) continue;
		const depth = match[1]!.length / 4;
		parts.splice(depth, parts.length, match[2]!);
		for (const method of (match[3] ?? '').split(', ').filter((name) => name && name !== 'HEAD')) {
			routes.push(`${method} ${parts.join('')}`);
		}
	}
	return routes;
}

/** All schemas in a document, with where they stand. */
function* schemasIn(value: unknown, place = ''): Generator<[string, Schema]> {
	if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* schemasIn(item, `${place}/${index}`);
	else if (typeof value === 'object' && value !== null) {
		yield [place, value as Schema];
		for (const [key, item] of Object.entries(value)) yield* schemasIn(item, `${place}/${key}`);
	}
}

describe('the OpenAPI document', () => {
	test('is version 3.1, with every operation described whole', async ({ app }) => {
		const document = await documentOf(app);
		expect(document.openapi).toMatch(/^3\.1\./);
		expect(document.info).toMatchObject({ title: 'Ikatan', version: expect.any(String) as string });
		const methods = new Set(['get', 'put', 'post', 'delete', 'patch']);
		for (const [path, item] of Object.entries(document.paths)) {
			expect(path).toMatch(/^\/api\//);
			for (const [method, operation] of Object.entries(item)) {
				const place = `${method} ${path}`;
				expect(methods.has(method), place).toBe(true);
				expect(operation.summary, place).toMatch(/^\S.{5,}/);
				expect(
					Object.keys(operation.responses).some((status) => /^2\d\d$/.test(status)),
					place,
				).toBe(true);
				for (const response of Object.values(operation.responses))
					expect(response.description, place).toBeTypeOf('string');
				const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
				const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
				expect(inPath.map((parameter) => parameter.name).toSorted(), place).toEqual(names.toSorted());
				for (const parameter of inPath) expect(parameter.required, place).toBe(true);
				for (const parameter of operation.parameters ?? []) expect(parameter.schema, place).toBeTypeOf('object');
				if (method === 'get') expect(operation.requestBody, place).toBeUndefined();
			}
		}
	});

	test('holds only schemas that say something, and references that lead somewhere', async ({ app }) => {
		const document = await documentOf(app);
		const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
		for (const [place, schema] of schemasIn(document)) {
			if (typeof schema.$ref === 'string') {
				const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref)?.[1];
				expect(document.components?.schemas?.[name ?? ''], `${place} → ${schema.$ref}`).toBeDefined();
			}
			if (typeof schema.type === 'string' && !/\/(properties|securitySchemes\/\w+)$/.test(place)) {
				expect(types.has(schema.type), `${place} is of type ${schema.type}`).toBe(true);
			}
			// OpenAPI 3.0 said it so; 3.1 is JSON Schema.
			expect(schema, place).not.toHaveProperty('nullable');
		}
	});

	test('tells of every endpoint of the contracts, what it takes and what it answers', async ({ app }) => {
		const { paths } = await documentOf(app);
		for (const { name, endpoint } of await allEndpoints()) {
			const operation = paths[inBraces(endpoint.path)]?.[endpoint.method.toLowerCase()];
			expect(operation, `${name}: ${endpoint.method} ${endpoint.path}`).toBeDefined();
			expect(operation!.summary).toBe(endpoint.summary);
			expect(Object.keys(operation!.responses)).toContain(String(endpoint.status ?? 200));
			expect(operation!.requestBody !== undefined, `${name} takes a body`).toBe(endpoint.body !== undefined);
			const query = (operation!.parameters ?? []).filter((parameter) => parameter.in === 'query');
			expect(query.length > 0, `${name} takes a query`).toBe(endpoint.query !== undefined);
		}
	});

	test('has a page to read it on, which loads nothing from elsewhere', async ({ app }) => {
		const page = await app.app.inject({ url: '/api/docs/' });
		expect(page.statusCode).toBe(200);
		expect(page.headers['content-type']).toContain('text/html');
		expect(page.headers['content-security-policy']).toContain("default-src 'self'");
		expect(
			[...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].filter((match) => /^(https?:)?\/\//.test(match[1]!)),
		).toEqual([]);
	});

	test('leads nowhere else', async ({ app }) => {
		const port = Number(new URL(await app.app.listen({ port: 0, host: '127.0.0.1' })).port);
		for (const path of ['/api/docs/nothing', '/api/docs/../threads', '/api/docs/%2e%2e/session']) {
			// As no URL class would have it: an address goes out as it stands here.
			const [reply] = (await once(get({ port, path, agent: false }), 'response')) as [IncomingMessage];
			expect([path, reply.statusCode, await json(reply)]).toEqual([path, 404, { code: 'not-found', params: {} }]);
		}
	});
});

describe('the routes', () => {
	test('are exactly those of the contracts, but for a few that browsers and probes use', async ({ app }) => {
		const declared = (await allEndpoints()).map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
		expect(new Set(declared).size).toBe(declared.length);
		const registered = routesOf(app).filter((route) => !/ \/api\/docs/.test(route));
		const others = ['GET /api/health', 'GET /api/ready', 'GET /live', 'GET /files/:fileId/:name'];
		expect(registered.toSorted()).toEqual([...declared, ...others].toSorted());
	});

	test('name in their path what their contract takes', async () => {
		for (const { name, endpoint } of await allEndpoints()) {
			const shape = (endpoint.params as { shape?: object } | undefined)?.shape ?? {};
			expect({ name, params: Object.keys(shape).toSorted() }).toEqual({
				name,
				params: namesInPath(endpoint.path).toSorted(),
			});
		}
	});

	test('do not start without a policy, or a reason to be open', async () => {
		const bare = Fastify();
		requirePolicies(bare);
		bare.get('/api/bare', async () => 'hello');
		await expect(bare.ready()).rejects.toThrow('Route GET /api/bare declares no policy');
		const open = Fastify();
		requirePolicies(open);
		open.get('/api/open', { config: { openBecause: 'a test asks' } }, async () => 'hello');
		await open.ready();
	});

	test('answer in the one shape of errors, whatever was asked', async ({ app }) => {
		const ask = async (method: 'GET' | 'POST', url: string, payload?: string, type = 'application/json') => {
			const reply = await app.app.inject({ method, url, payload, headers: payload ? { 'content-type': type } : {} });
			return [reply.statusCode, reply.headers['content-type'], reply.json<{ code: string }>().code];
		};
		const json = 'application/json; charset=utf-8';
		expect(await ask('GET', '/api/nothing')).toEqual([404, json, 'not-found']);
		expect(await ask('GET', '/api/threads/none')).toEqual([422, json, 'invalid']);
		expect(await ask('POST', '/api/session', '{"mail":')).toEqual([400, json, 'invalid']);
		expect(await ask('POST', '/api/session', 'mail=a', 'text/csv')).toEqual([415, json, 'invalid']);
		expect(await ask('POST', '/api/session', JSON.stringify({ mail: 'x'.repeat(600_000) }))).toEqual([
			413,
			json,
			'too-large',
		]);
		expect(await ask('GET', `/api/members?q=${encodeURIComponent('\0')}`)).toEqual([422, json, 'invalid']);
	});

	test('say nothing of what broke inside', async ({ app }) => {
		const { sql, replica } = app.deps;
		app.deps.replica = undefined;
		app.deps.sql = (() => {
			throw new Error('the password of the database is hunter2');
		}) as never;
		const reply = await app.app.inject({ url: '/api/spaces' });
		Object.assign(app.deps, { sql, replica });
		expect(reply.statusCode).toBe(500);
		expect(reply.json()).toEqual({ code: 'internal', params: {} });
	});
});

describe('what makes the documentation', () => {
	test('is loaded once for all who ask, and again after it could not be', async () => {
		const app = Fastify();
		let loads = 0;
		registerOpenApi(app, 'http://localhost:3000', () => {
			loads += 1;
			return loads === 1 ? Promise.reject(new Error('no file to be had')) : Promise.resolve(pages);
		});
		const ask = async () => (await app.inject({ url: '/api/docs/json' })).statusCode;
		expect(await Promise.all([ask(), ask()])).toEqual([500, 500]);
		expect(loads).toBe(1);
		expect(await Promise.all([ask(), ask(), ask()])).toEqual([200, 200, 200]);
		expect(loads).toBe(2);
		await app.close();
	});
});
