import { beforeAll, describe, expect, inject, test } from 'vitest';
import { signIn } from '@ikatan/contracts/accounts';
import { cookieNames } from '@ikatan/contracts/cookies';
import { answer, ask, comeAs } from '../support/story.ts';
import { test as browserTest } from '../support/browser.ts';
import { sessionOf } from '../support/visits.ts';

const product = inject('product');
const { origin } = product;

type Asked = { cookie?: string; language?: string };

async function read(path: string, { cookie, language = 'en' }: Asked = {}) {
	const headers = { accept: 'text/html', 'accept-language': language, ...(cookie && { cookie }) };
	const reply = await fetch(origin + path, { headers, redirect: 'manual' });
	return { status: reply.status, headers: reply.headers, html: await reply.text() };
}

/** Whose page it is, by the data that its scripts begin with. */
const viewerOf = (html: string) =>
	/viewer:\{[^}]*?handle:"([^"]+)"/.exec(html)?.[1] ?? (/viewer:null/.test(html) ? null : '?');

describe('pages asked for at the same moment', () => {
	let sessions: { handle: string; cookie: string }[];
	beforeAll(async () => {
		sessions = [
			{ handle: 'amelia', cookie: await sessionOf('amelia', product) },
			{ handle: 'dimas', cookie: await sessionOf('dimas', product) },
		];
	});

	test.each(['/', '/members', '/tagged', '/search?q=printer'])(
		'show each reader their own: %s, by turns for two members and for visitors',
		async (path) => {
			const readers = Array.from({ length: 12 }, (_, place) => [undefined, ...sessions][place % 3]);
			const pages = await Promise.all(readers.map((reader) => read(path, { cookie: reader?.cookie })));
			for (const [place, { status, html, headers }] of pages.entries()) {
				const reader = readers[place];
				expect(status).toBe(200);
				expect(viewerOf(html)).toBe(reader?.handle ?? null);
				expect(headers.get('cache-control')).toBe(reader ? 'private, no-cache' : 'no-cache');
				expect(headers.get('vary')).toContain('cookie');
				expect(headers.getSetCookie()).toEqual([]);
			}
		},
	);

	test('come in each reader’s language and theme', async () => {
		const wanted = [
			{ language: 'en', theme: 'system' },
			{ language: 'id', theme: 'system' },
			{ language: 'en', theme: 'dark' },
			{ language: 'id', theme: 'light' },
		];
		const readers = Array.from({ length: 16 }, (_, place) => wanted[place % 4]!);
		const pages = await Promise.all(
			readers.map(({ language, theme }) =>
				read('/', { language, cookie: theme === 'system' ? undefined : `${cookieNames.theme}=${theme}` }),
			),
		);
		for (const [place, { html }] of pages.entries()) {
			expect(html).toContain(`<html lang="${readers[place]!.language}"`);
			expect(html).toContain(`data-theme="${readers[place]!.theme}"`);
		}
	});

	test('carry a mark of their own request, never that of another', async () => {
		const pages = await Promise.all(Array.from({ length: 8 }, () => read('/')));
		expect(new Set(pages.map(({ headers }) => headers.get('x-request-id'))).size).toBe(8);
	});

	test('are a visitor’s again as soon as somebody has signed out', async () => {
		const cookie = await sessionOf('amelia', product);
		expect(viewerOf((await read('/', { cookie })).html)).toBe('amelia');
		await fetch(`${origin}${signIn.path}`, { method: 'DELETE', headers: { origin, cookie } });
		expect(viewerOf((await read('/', { cookie })).html)).toBeNull();
		expect(viewerOf((await read('/')).html)).toBeNull();
	});
});

/** Milliseconds until a visitor's page holds these words, while others keep asking for it. */
async function shownAfter(path: string, words: string): Promise<number> {
	const begun = performance.now();
	for (;;) {
		const asked = performance.now() - begun;
		if ((await read(path)).html.includes(words)) return asked;
		if (asked > 20_000) throw new Error(`${path} does not show “${words}”`);
	}
}

describe('a visitor’s page', () => {
	browserTest('is at most two seconds behind what was written', async ({ page }) => {
		await comeAs(page, 'Hana Cache');
		const path = await ask(page, 'Which cache keeps this question');
		for (const words of ['The first answer to it.', 'The second answer to it.', 'The third answer to it.']) {
			expect((await read(path)).html).not.toContain(words);
			await answer(page, path, words);
			expect(await shownAfter(path, words)).toBeLessThan(2000);
		}
		expect(await shownAfter('/', 'Which cache keeps this question')).toBeLessThan(2000);
	});
});
