// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import { gzipSync } from 'node:zlib';
import { describe, inject } from 'vitest';
import { connect } from '../../api/src/platform/db.ts';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { englishCustomer, space } from './pages.ts';

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

	test('the scripts of the home page stay light', async ({ page }) => {
		const bodies: Promise<Buffer>[] = [];
		page.on('response', (response) => {
			if (new URL(response.url()).pathname.endsWith('.js')) bodies.push(response.body());
		});
		await open(page, '/');
		const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
		// Kilobytes as they travel at worst; the framework alone is 38, and 7 name the pages that there are.
		expect(sizes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThan(72);
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
