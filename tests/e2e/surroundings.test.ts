// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { connect } from '../../api/src/platform/db.ts';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { englishCustomer, space } from './pages.ts';

declare global {
	interface Window {
		/** How much of the page has moved by itself. */
		moved: number;
	}
}

/** What a first visit to a page brings, in kilobytes: text gzipped, everything else as it is. */
async function weigh(page: Page, path: string): Promise<{ scripts: number; all: number }> {
	const files: Promise<{ isScript: boolean; size: number }>[] = [];
	page.on('response', (response) => {
		const { pathname } = new URL(response.url());
		const packed = /\.(woff2|png|jpe?g|webp|avif)$|^\/files\//.test(pathname);
		const weighed = response.body().then((body) => ({
			isScript: pathname.endsWith('.js'),
			size: (packed ? body : gzipSync(body)).length / 1024,
		}));
		// An address that only leads on brings nothing.
		if (response.ok()) files.push(weighed);
		else weighed.catch(() => undefined);
	});
	await open(page, path);
	await page.waitForLoadState('networkidle');
	const came = await Promise.all(files);
	const sum = (some: typeof came) => some.reduce((total, { size }) => total + size, 0);
	return { scripts: sum(came.filter(({ isScript }) => isScript)), all: sum(came) };
}

/** The address of the public thread with the most answers. */
async function busiestThread(): Promise<string> {
	const sql = connect(inject('product').databaseUrl, { max: 1, name: 'tests' });
	try {
		const [row] = await sql<{ id: number }[]>`
			select t.id from threads t join spaces s on s.id = t.space_id join posts p on p.thread_id = t.id
			where s.kind = 'public' and t.state = 'published' and p.kind = 'answer'
			group by t.id order by count(*) desc limit 1`;
		return `/threads/${row!.id}`;
	} finally {
		await sql.end();
	}
}

describe('around every page', () => {
	for (const javaScriptEnabled of [true, false]) {
		test(`the language is one press away ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
			openPage,
		}) => {
			const page = await openPage({ javaScriptEnabled });
			await page.goto('/members');
			await page.getByRole('button', { name: 'Bahasa Indonesia' }).click();
			await expect(page.locator('html')).toHaveAttribute('lang', 'id');
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anggota');
			expect(new URL(page.url()).pathname).toBe('/members');
		});
	}

	test('the chosen dress is there before the first script', async ({ openPage }) => {
		const page = await openPage({ colorScheme: 'light', javaScriptEnabled: false });
		await page.goto('/');
		const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		await page.getByRole('button', { name: 'Dark' }).click();
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(light);
	});

	test('watching a space shows at once, and stays', async ({ page }) => {
		await signInAs(page, englishCustomer);
		await open(page, `/spaces/${space?.slug}`);
		const button = page.getByRole('main').getByRole('button', { name: /^Watch/ });
		const before = (await button.textContent())?.trim();
		await button.click();
		await expect(button).not.toHaveText(before ?? '');
		const after = (await button.textContent()) ?? '';
		await page.reload();
		await expect(button).toHaveText(after);
	});

	test('the home page stays light on a visitor’s first visit', async ({ page }) => {
		// Kilobytes as they travel at worst; the framework alone is 34.
		expect((await weigh(page, '/')).scripts).toBeLessThan(62);
	});

	test('the page of a thread stays light, and nothing on it moves', async ({ openPage }) => {
		const path = await busiestThread();
		for (const viewport of [
			{ width: 1440, height: 900 },
			{ width: 390, height: 844 },
		]) {
			const page = await openPage({ viewport });
			await page.addInitScript(() => {
				Object.assign(window, { moved: 0 });
				new PerformanceObserver((list) => {
					for (const entry of list.getEntries()) window.moved += (entry as unknown as { value: number }).value;
				}).observe({ type: 'layout-shift', buffered: true });
			});
			const { scripts, all } = await weigh(page, path);
			expect(scripts).toBeLessThan(60);
			expect(all).toBeLessThan(120);
			expect(await page.evaluate(() => window.moved)).toBe(0);
		}
	});
});

describe('for search engines and feed readers', () => {
	test('public pages name their one address, private ones ask not to be listed', async ({ page }) => {
		const { origin } = inject('product');
		await page.goto('/threads/ideas?order=hot');
		await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `${origin}/threads/ideas`);
		await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /.+/);
		await expect(page.locator('meta[property="og:title"]')).toHaveAttribute('content', 'Ideas');
		for (const path of ['/ask', '/search?q=printer', '/sign-in']) {
			await page.goto(path);
			await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex');
		}
	});

	test('feeds and sitemaps are whole XML', async ({ page }) => {
		await page.goto('/');
		for (const path of [
			'/feed.atom',
			`/spaces/${space?.slug}/feed.atom`,
			'/roadmap/feed.atom',
			'/sitemap.xml',
			'/sitemap/0',
		]) {
			const reply = await page.request.get(path);
			expect(reply.headers()['content-type']).toContain('xml');
			const problem = await page.evaluate(
				(text) => {
					const read = new DOMParser().parseFromString(text, 'application/xml');
					return (
						read.querySelector('parsererror')?.textContent ??
						(read.documentElement.childElementCount > 0 ? '' : 'empty')
					);
				},
				await reply.text(),
			);
			expect(problem, path).toBe('');
		}
	});

	test('an address from before a move leads on for good', async ({ page }) => {
		const sql = connect(inject('product').databaseUrl, { max: 1, name: 'tests' });
		try {
			await sql`insert into old_addresses (path, target, source) values ('/questions/4711', '/tagged', 'test')`;
		} finally {
			await sql.end();
		}
		const reply = await page.request.get('/questions/4711/some-title', { maxRedirects: 0 });
		expect([reply.status(), reply.headers().location]).toEqual([301, '/tagged']);
		expect((await page.request.get('/questions/4712', { maxRedirects: 0 })).status()).toBe(404);
	});
});
