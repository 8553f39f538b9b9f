// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { community } from '../../api/demo/content/index.ts';
import { connect, type Sql } from '../../api/src/platform/db.ts';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { space } from './pages.ts';

const handleOf = (role: string) =>
	community.members.find((one) => one.role === role && one.language === 'en')?.handle ??
	community.members.find((one) => one.role === role)!.handle;

let sql: Sql;
beforeAll(() => void (sql = connect(inject('product').databaseUrl, { max: 1 })));
afterAll(() => sql.end());

const columns = (page: Page) =>
	page
		.locator('ul.ruled-list')
		.filter({ has: page.locator('button[name="step"]') })
		.last();

describe('a line at the end of its list', () => {
	test('is not moved beyond it: its button sends nothing, and keeps the focus', async ({ page }) => {
		await signInAs(page, handleOf('admin'));
		await open(page, '/admin/insights');
		const posts: string[] = [];
		page.on('request', (request) => void (request.method() === 'POST' && posts.push(request.url())));
		const first = columns(page).locator('li').first().getByRole('button').first();
		await expect(first).toHaveAttribute('aria-disabled', 'true');
		await first.focus();
		await page.keyboard.press('Enter');
		await first.click({ force: true });
		await expect(first).toBeFocused();
		const second = columns(page).locator('li').nth(1);
		const name = await second.locator('b').textContent();
		await second.getByRole('button').first().click();
		await expect(columns(page).locator('li').first().locator('b')).toHaveText(name!);
		expect(posts).toHaveLength(1);
	});

	test('is not moved beyond it without JavaScript either', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await signInAs(page, handleOf('admin'));
		await page.goto('/admin/insights');
		const lines = columns(page).locator('li');
		await expect(lines.first().getByRole('button').first()).toBeDisabled();
		await expect(lines.first().getByRole('button').nth(1)).toBeEnabled();
		await expect(lines.last().getByRole('button').nth(1)).toBeDisabled();
	});
});

describe('a menu', () => {
	test('opens within a phone’s window, also from the corner at its end', async ({ openPage }) => {
		const page = await openPage({ viewport: { width: 390, height: 844 } });
		await signInAs(page, handleOf('member'));
		await open(page, `/spaces/${space!.slug}`);
		await page.getByRole('main').getByRole('article').first().getByRole('link').first().click();
		await page.waitForURL(/threads/);
		const watch = page.getByRole('main').getByRole('button', { name: /Watch/ }).first();
		const menu = page.locator('[popover]:popover-open');
		// In one of these widths its line ends with it.
		for (const width of [320, 335, 350, 365, 380, 395]) {
			await page.setViewportSize({ width, height: 640 });
			await watch.evaluate((button) => button.scrollIntoView({ block: 'end' }));
			await watch.click();
			await expect(menu.getByRole('button', { name: /^Everything/ })).toBeVisible();
			const place = (await menu.boundingBox())!;
			expect([width, place.x >= 0, place.y >= 0]).toEqual([width, true, true]);
			expect([width, place.x + place.width <= width, place.y + place.height <= 640]).toEqual([width, true, true]);
			await page.keyboard.press('Escape');
		}
	});
});

describe('a fold', () => {
	test('that was opened and closed again before the scripts ran stays closed; one that was opened stays open', async ({
		openPage,
	}) => {
		const page = await openPage({ viewport: { width: 390, height: 844 } });
		await signInAs(page, handleOf('product'));
		const parts: (() => void)[] = [];
		let arrived = false;
		// The scripts listen already; the page's own parts are on their way.
		await page.route('**/nodes/*.js', async (route) => {
			if (!arrived) await new Promise<void>((letGo) => parts.push(letGo));
			await route.continue();
		});
		// The event comes a task after the press; here it comes too late, as on a device that is busy.
		await page.addInitScript(() => {
			addEventListener(
				'toggle',
				(event) => (event.target as HTMLDetailsElement).open || event.stopImmediatePropagation(),
				true,
			);
		});
		for (const presses of [2, 1]) {
			arrived = false;
			await page.goto('/insights/list', { waitUntil: 'commit' });
			await expect.poll(() => parts.length).toBeGreaterThan(0);
			await page.waitForTimeout(1000);
			const fold = page.locator('details:has(> .inside)').first();
			for (let press = 0; press < presses; press++) await fold.locator('summary').first().click();
			arrived = true;
			for (const letGo of parts.splice(0)) letGo();
			await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
			await page.waitForTimeout(200);
			expect([presses, await fold.evaluate((one) => (one as HTMLDetailsElement).open)]).toEqual([
				presses,
				presses === 1,
			]);
		}
	});
});

describe('mining in two windows', () => {
	test('opens another thread in each, and a thread that is left is free at once', async ({ page }) => {
		const handle = handleOf('success');
		await signInAs(page, handle);
		const other = await page.context().newPage();
		const start = async (window: Page) => {
			await open(window, '/insights/mine');
			await window.keyboard.press('s');
			await window.waitForURL(/\/insights\/mine\/\d+/);
			return Number(/mine\/(\d+)/.exec(window.url())![1]);
		};
		const [one, two] = [await start(page), await start(other)];
		expect(two).not.toBe(one);
		// Of these two: this person has worked elsewhere before.
		const claimed = async () =>
			(
				await sql<{ threadId: number }[]>`
					select thread_id from mining
					where claimed_by = (select id from members where handle = ${handle}) and thread_id = any(${[one, two]}::bigint[])
					order by thread_id`
			).map(({ threadId }) => threadId);
		expect(await claimed()).toEqual([one, two].toSorted((a, b) => a - b));
		await page.getByRole('banner').getByRole('link').first().click();
		await page.waitForURL((address) => !address.pathname.startsWith('/insights/mine'));
		await expect.poll(claimed).toEqual([two]);
		await other.keyboard.press('s');
		await other.waitForURL((address) => !address.pathname.endsWith(`/${two}`));
		expect(await claimed()).not.toContain(two);
	});
});

describe('a visitor whose page is behind', () => {
	test('fetches the thread anew once a copy of the database holds what happened', async ({ page }) => {
		const [row] = await sql<{ id: number }[]>`
			select t.id from threads t join spaces s on s.id = t.space_id
			where s.kind = 'public' and t.state = 'published' order by t.id limit 1`;
		const told: number[] = [];
		await page.routeWebSocket(/\/live/, (line) => {
			const server = line.connectToServer();
			server.onMessage((message) => {
				const behind = String(message).replace('"behind":false', '"behind":true');
				if (behind !== message) told.push(Date.now());
				line.send(behind);
			});
		});
		const fetched: number[] = [];
		page.on('request', (request) => void (request.url().includes('__data.json') && fetched.push(Date.now())));
		await open(page, `/threads/${row!.id}`);
		await expect.poll(() => told.length, { timeout: 15_000 }).toBeGreaterThan(0);
		await expect.poll(() => fetched.length, { timeout: 10_000 }).toBe(1);
		expect(fetched[0]! - told[0]!).toBeGreaterThan(800);
	});
});
