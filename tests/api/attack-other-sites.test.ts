import { describe, expect } from 'vitest';
import { readSession, signIn } from '@ikatan/contracts/accounts';
import { test, type TestApp } from '../support/app.ts';
import { member, password, type BuiltMember } from '../support/builders.ts';
import { allEndpoints, type NamedEndpoint } from '../support/endpoints.ts';

/** How another site's page, or a program that does not say where it stands, asks with the member's cookie. */
const foreign: Record<string, Record<string, string>> = {
	'of another site': { origin: 'https://evil.example' },
	'of a page below the same name': { origin: 'http://localhost:3000.evil.example' },
	'of the same host by another port': { origin: 'http://localhost:3001' },
	'of the same host by another scheme': { origin: 'https://localhost:3000' },
	'of a sandboxed page': { origin: 'null' },
	'of nobody who says': {},
	'of nobody, by a page next door': { 'sec-fetch-site': 'same-site' },
	'of nobody, by a page elsewhere': { 'sec-fetch-site': 'cross-site' },
	'that comes twice': { origin: 'http://localhost:3000, https://evil.example' },
	'of another site, said to be the same': { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
};

async function writes(): Promise<NamedEndpoint[]> {
	return (await allEndpoints()).filter(({ endpoint }) => endpoint.method !== 'GET');
}

const send = (app: TestApp, { endpoint }: NamedEndpoint, headers: Record<string, string>) =>
	app.app.inject({
		method: endpoint.method,
		url: endpoint.path.replace(/:(\w+)/g, '1'),
		headers,
		...(endpoint.body && { payload: {} }),
	});

/** The number of rows of every table that a request may write to. */
async function rowsOf(app: TestApp): Promise<Record<string, number>> {
	const tables = await app.sql<{ name: string }[]>`
		select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
	const counted: Record<string, number> = {};
	for (const { name } of tables) {
		const [row] = await app.sql<{ rows: number }[]>`select count(*) as rows from ${app.sql(name)}`;
		counted[name] = row!.rows;
	}
	return counted;
}

describe('a write that carries a cookie', () => {
	for (const [whose, headers] of Object.entries(foreign)) {
		test(`and an origin ${whose} is refused at every endpoint, before anything else`, async ({ app }) => {
			const admin = await member(app, { role: 'admin' });
			const before = await rowsOf(app);
			const passed: string[] = [];
			for (const write of await writes()) {
				const reply = await send(app, write, { ...headers, cookie: admin.cookie });
				const refused = reply.statusCode === 403 && reply.json<{ code: string }>().code === 'wrong-origin';
				if (!refused) passed.push(`${write.name}: ${reply.statusCode} ${reply.body.slice(0, 80)}`);
			}
			expect(passed).toEqual([]);
			expect(await rowsOf(app)).toEqual(before);
		});
	}

	test('of our own origin is not taken for a foreign one anywhere', async ({ app }) => {
		const stranger = await member(app);
		const refused: string[] = [];
		for (const write of await writes()) {
			if (['signOut', 'deleteAccount'].includes(write.name)) continue;
			const reply = await send(app, write, { origin: 'http://localhost:3000', cookie: stranger.cookie });
			if (reply.body.includes('wrong-origin')) refused.push(write.name);
		}
		expect(refused).toEqual([]);
	});

	test('is not believed to come from the web without its secret', async ({ app }) => {
		const { cookie } = await member(app);
		for (const secret of ['', 'test-web-secret-012345678', 'test-web-secret-01234567890', 'x'.repeat(25)]) {
			const headers = { cookie, 'x-ikatan-web': secret, origin: 'https://evil.example' };
			const reply = await app.app.inject({ method: 'DELETE', url: '/api/session', headers });
			expect([secret, reply.statusCode]).toEqual([secret, 403]);
		}
		expect((await app.call(readSession, { as: { cookie } })).value.viewer).not.toBeNull();
	});
});

describe('a body', () => {
	/** What a form of another site can send without being asked first (Fetch, “CORS-safelisted”). */
	const simple = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''];
	test('that a form of another site could send is read by no endpoint, not even without a cookie', async ({ app }) => {
		const { mail } = await member(app);
		const payload = JSON.stringify({ mail, password });
		for (const type of simple) {
			const headers = { origin: 'https://evil.example', ...(type && { 'content-type': type }) };
			const reply = await app.app.inject({ method: 'POST', url: signIn.path, headers, payload });
			expect([type, reply.statusCode >= 400 && reply.statusCode < 500]).toEqual([type, true]);
			expect(reply.headers['set-cookie']).toBeUndefined();
		}
	});

	test('is read as JSON alone, and never as a prototype', async ({ app }) => {
		const { cookie } = await member(app);
		const headers = { cookie, origin: 'http://localhost:3000', 'content-type': 'application/json' };
		for (const payload of ['{"__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"role":"admin"}}}']) {
			const reply = await app.app.inject({ method: 'PATCH', url: '/api/me', headers, payload });
			expect(reply.statusCode).toBeLessThan(500);
			expect(({} as { role?: string }).role).toBeUndefined();
		}
	});
});

describe('the API', () => {
	test('lets no other site read a reply', async ({ app }) => {
		const someone: BuiltMember = await member(app);
		for (const method of ['GET', 'OPTIONS'] as const) {
			const headers = {
				cookie: someone.cookie,
				origin: 'https://evil.example',
				'access-control-request-method': 'POST',
				'access-control-request-headers': 'content-type',
			};
			const reply = await app.app.inject({ method, url: '/api/session', headers });
			const opened = Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'));
			expect([method, opened]).toEqual([method, []]);
			expect(reply.headers['cross-origin-resource-policy']).toBe('same-origin');
		}
	});
});
