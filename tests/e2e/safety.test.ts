import { request as ask } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { expect, signInAs, test } from '../support/browser.ts';
import { englishCustomer, space } from './pages.ts';

/** The first thread of the demo. */
const threadPath = '/threads/1';

type Reply = { status: number; headers: IncomingHttpHeaders; body: string };

/** Asks as it is written: no client that tidies the path, follows or sends headers of its own. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Reply> {
	const { hostname, port } = new URL(inject('product').origin);
	return new Promise((resolve, reject) => {
		const sent = ask(
			{ hostname, port, path, method, headers: { host: `${hostname}:${port}`, accept: 'text/html', ...headers } },
			(reply) => {
				let text = '';
				reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
				reply.on('end', () => resolve({ status: reply.statusCode!, headers: reply.headers, body: text }));
			},
		);
		sent.on('error', reject);
		sent.end(body);
	});
}

const cookieOf = async (page: Page) =>
	(await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');

const policyOf = ({ headers }: Reply) =>
	new Map(
		String(headers['content-security-policy'] ?? '')
			.split(/;\s*/)
			.map((rule) => [rule.split(' ')[0]!, rule.split(' ').slice(1)]),
	);

/** One address for each kind of reply, and how it ends. */
const replies: Record<string, () => Promise<Reply>> = {
	'a page': () => get('/'),
	'a thread': () => get(threadPath),
	'a page that is not there': () => get('/nothing-here'),
	'a thread that is not there': () => get('/threads/99999999/x'),
	'a page for members': () => get('/settings'),
	'a search': () => get('/search?q=%3Cscript%3E'),
	'a feed': () => get('/feed.atom'),
	'a feed that is not there': () => get('/spaces/none/feed.atom'),
	'a sitemap': () => get('/sitemap.xml'),
	'robots.txt': () => get('/robots.txt'),
	'the colours': () => get('/brand.css'),
	'the sign': () => get('/brand.svg'),
	'the favicon': () => get('/favicon.svg'),
	'the service worker': () => get('/service-worker.js'),
	JSON: () => get('/api/site'),
	'a refusal in JSON': () => get('/api/me'),
	'JSON that is not there': () => get('/api/nothing'),
	'JSON that cannot be read': () => get('/api/session', { 'content-type': 'application/json' }, 'POST', '{'),
	'a file that is not there': () => get('/files/99999999/a.png'),
	'a write from another site': () => get('/api/session', { cookie: 'a=b', origin: 'https://evil.example' }, 'DELETE'),
	'a form from another site': () =>
		get(
			'/sign-in',
			{ origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
			'POST',
			'mail=a',
		),
	'another method': () => get('/', {}, 'PUT'),
	'a path that climbs': () => get('/../../etc/passwd'),
	'a path of broken escapes': () => get('/%ff%fe'),
	'the API’s page of documentation': () => get('/api/docs/static/index.html'),
};

describe('every reply', () => {
	for (const [kind, reply] of Object.entries(replies)) {
		test(`carries what keeps browsers careful: ${kind}`, async () => {
			const { status, headers } = await reply();
			expect(status).toBeLessThan(500);
			expect(headers).toMatchObject({
				'x-content-type-options': 'nosniff',
				'cross-origin-opener-policy': 'same-origin',
				'permissions-policy': expect.stringContaining('camera=()'),
			});
			expect(['no-referrer', 'strict-origin-when-cross-origin']).toContain(headers['referrer-policy']);
			expect(headers['x-request-id']).toMatch(/^[\w-]{8,}$/);
			for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
				expect(headers[name]).toBeUndefined();
			expect(headers['content-type'] ?? 'text/plain').toMatch(/^[a-z]+\/[a-z+.-]+(;\s*charset=utf-8)?$/i);
		});

		test(`has a policy that lets nothing in from elsewhere: ${kind}`, async () => {
			const answered = await reply();
			const policy = policyOf(answered);
			const type = String(answered.headers['content-type'] ?? '');
			// What no browser shows as a document of its own needs none.
			if (!/html|svg|xml/.test(type)) return;
			expect(policy.has('default-src')).toBe(true);
			for (const [rule, sources] of policy) {
				const loose = sources.filter((source) => /unsafe|^\*|^http:|^data:/.test(source));
				const allowed = rule === 'style-src-attr' ? ["'unsafe-inline'"] : rule === 'img-src' ? ['data:'] : [];
				expect({ rule, loose: loose.filter((one) => !allowed.includes(one)) }).toEqual({ rule, loose: [] });
			}
			expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
			expect(policy.get('script-src')?.join(' ') ?? policy.get('default-src')!.join(' ')).not.toContain('https:');
		});
	}

	test('in an error tells nothing of the inside', async () => {
		for (const reply of Object.values(replies)) {
			const { status, body } = await reply();
			if (status >= 400) expect(body).not.toMatch(/node_modules|\.ts:\d+|at \w+ \(|postgres|stack/i);
		}
	});
});

/** Where somebody could be sent from here, written in every way that browsers read as another site. */
const elsewhere = [
	'//evil.example',
	'///evil.example',
	'/\\evil.example',
	'\\\\evil.example',
	'/\t/evil.example',
	'/\n/evil.example',
	'/./\\evil.example',
	'/.//evil.example',
	'/..//evil.example',
	'https://evil.example',
	'https:evil.example',
	'http:/evil.example',
	'javascript:alert(1)',
	'data:text/html,x',
	' //evil.example',
	'\u00a0//evil.example',
	'/%2f/evil.example',
	'%2f%2fevil.example',
	'/@evil.example',
	'@evil.example',
	'/\u2028/evil.example',
	'/%09/evil.example',
	'/a\r\nLocation: https://evil.example',
];

describe('nobody is led elsewhere', () => {
	const here = (location: unknown, at: string) => new URL(String(location), `${inject('product').origin}${at}`);

	test('by the address of the sign-in or sign-up page, for who is signed in', async ({ page }) => {
		await signInAs(page, englishCustomer);
		const cookie = await cookieOf(page);
		for (const next of elsewhere) {
			for (const place of ['/sign-in', '/sign-up']) {
				const { status, headers } = await get(`${place}?next=${encodeURIComponent(next)}`, { cookie });
				expect([next, status]).toEqual([next, 303]);
				expect([next, here(headers.location, place).origin]).toEqual([next, inject('product').origin]);
			}
		}
	});

	test('by the small forms of every page', async ({ page }) => {
		await signInAs(page, englishCustomer);
		const cookie = await cookieOf(page);
		const { origin } = inject('product');
		const type = { 'content-type': 'application/x-www-form-urlencoded', origin, cookie };
		for (const next of elsewhere) {
			const forms = [
				['/preferences', new URLSearchParams({ theme: 'dark', next })],
				['/inbox?/open', new URLSearchParams({ id: '1', path: next })],
			] as const;
			for (const [place, form] of forms) {
				const { status, headers } = await get(place, type, 'POST', form.toString());
				expect([place, next, status]).toEqual([place, next, 303]);
				expect([place, next, here(headers.location, place).origin]).toEqual([place, next, origin]);
			}
		}
	});

	test('by a path that is taken for another host', async () => {
		const paths = [
			'//evil.example',
			'//evil.example/%2e%2e',
			'/\\evil.example',
			'//evil.example/',
			'/%5cevil.example/',
			'//evil.example//',
		];
		for (const path of paths) {
			const { headers } = await get(path);
			const location = headers.location === undefined ? '/' : String(headers.location);
			expect([path, here(location, '/').origin]).toEqual([path, inject('product').origin]);
		}
	});

	test('by a Host that is made up', async () => {
		for (const path of ['/', `/spaces/${space?.slug}/feed.atom`, threadPath, '/settings']) {
			const { headers, body } = await get(path, { host: 'evil.example', 'x-forwarded-host': 'evil.example' });
			expect([path, String(headers.location ?? '')]).not.toMatchObject([path, expect.stringContaining('evil.example')]);
			const links = body.match(/(?:href|content|src|action)="https?:\/\/evil\.example[^"]*"/g) ?? [];
			expect([path, links]).toEqual([path, []]);
		}
	});
});

describe('a form of another site', () => {
	test('does nothing on any page, with or without a cookie', async ({ page }) => {
		await signInAs(page, englishCustomer);
		const cookie = await cookieOf(page);
		const forms = [
			'/sign-in',
			'/sign-up',
			'/sign-out',
			'/preferences',
			'/settings',
			'/ask',
			'/inbox?/seen',
			'/settings/account',
		];
		for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
			for (const path of forms) {
				for (const headers of [{ cookie }, {}] as Record<string, string>[]) {
					const { status, headers: answered } = await get(
						path,
						{ ...headers, origin: 'https://evil.example', 'content-type': type },
						'POST',
						'theme=dark&next=/',
					);
					expect([path, type, status]).toEqual([path, type, 403]);
					expect(answered['set-cookie']).toBeUndefined();
				}
			}
		}
	});
});
