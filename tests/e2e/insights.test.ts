// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { translate } from '@ikatan/messages';
import { describe } from 'vitest';
import { expect, open, signInAs, test } from '../support/browser.ts';

const product = 'mireille';
const agent = 'fitri';

const column = (page: Page, slug: string) => page.locator(`#column-${slug}`);
const titles = (page: Page, slug: string) => column(page, slug).getByRole('heading', { level: 3 });
const firstTitle = async (page: Page, slug: string) => (await titles(page, slug).first().textContent()) ?? '';
/** The words of the page's own reader. */
const words = async (page: Page, key: Parameters<typeof translate>[1], params = {}) =>
	translate((await page.locator('html').getAttribute('lang')) ?? 'en', key, params);

/** Starts an insight in the first column, whose title nothing else has. */
async function started(page: Page, title: string): Promise<void> {
	await open(page, '/insights/new');
	await page.locator('input[name="title"]').fill(title);
	await page.getByRole('button', { name: await words(page, 'insights.make') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

describe('the board of insights', () => {
	test('a card is carried by keyboard, keeps the focus, and moves on another person’s page', async ({ openPage }) => {
		const [one, other] = [await openPage(), await openPage()];
		await signInAs(one, product);
		await signInAs(other, agent);
		const title = 'Carried by keyboard';
		await started(one, title);
		await open(other, '/insights?q=Carried');
		await expect(titles(other, 'new')).toHaveText([title]);
		await open(one, '/insights?q=Carried');
		const grip = one.getByRole('button', { name: await words(one, 'insights.grip', { title }), exact: true });
		await grip.focus();
		await one.keyboard.press('Space');
		await one.keyboard.press('ArrowRight');
		await expect(titles(one, 'review')).toHaveText([title]);
		await expect(grip).toBeFocused();
		await one.keyboard.press('Escape');
		await expect(titles(one, 'new')).toHaveText([title]);
		await expect(grip).toBeFocused();
		await one.keyboard.press('Enter');
		await one.keyboard.press('ArrowRight');
		await one.keyboard.press('ArrowRight');
		await one.keyboard.press('Enter');
		await expect(titles(one, 'planned')).toHaveText([title]);
		await expect(one.locator('[aria-live="assertive"]', { hasText: title }).first()).toBeAttached();
		await expect(titles(other, 'planned')).toHaveText([title]);
		await expect(titles(other, 'new')).toHaveCount(0);
	});

	test('a card is dragged with the mouse, and stays where it was put', async ({ page }) => {
		await signInAs(page, product);
		await started(page, 'Dragged with the mouse');
		await open(page, '/insights?q=Dragged');
		const card = column(page, 'new').locator('[data-card]');
		const [from, to] = [await card.locator('.facts').boundingBox(), await column(page, 'shipped').boundingBox()];
		if (!from || !to) throw new Error('The board is not drawn');
		await page.mouse.move(from.x + 5, from.y + 5);
		await page.mouse.down();
		await page.mouse.move(from.x + 30, from.y + 20);
		await column(page, 'progress').scrollIntoViewIfNeeded();
		const goal = await column(page, 'progress').boundingBox();
		await page.mouse.move((goal?.x ?? to.x) + 40, (goal?.y ?? to.y) + 60, { steps: 5 });
		await expect(page.locator('.drop-line')).toBeVisible();
		await page.mouse.up();
		await expect(titles(page, 'progress')).toHaveText(['Dragged with the mouse']);
		await open(page, '/insights?q=Dragged');
		await expect(titles(page, 'progress')).toHaveText(['Dragged with the mouse']);
	});

	test('a move that is refused is taken back and said', async ({ page }) => {
		await signInAs(page, product);
		await started(page, 'Refused on the way');
		await open(page, '/insights?q=Refused');
		await page.context().clearCookies();
		await column(page, 'new').locator('[data-grip]').focus();
		await page.keyboard.press('Space');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Space');
		await expect(page.getByText(await words(page, 'insights.takenBack')).first()).toBeAttached();
		await expect(titles(page, 'new')).toHaveText(['Refused on the way']);
	});

	test('a card moves by its menu without JavaScript', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await signInAs(page, product);
		await page.goto('/insights');
		const title = await firstTitle(page, 'new');
		const menu = column(page, 'new').locator('details').first();
		await menu.locator('summary').click();
		await menu.getByRole('button', { name: await words(page, 'insights.column.declined') }).click();
		await expect(titles(page, 'declined').filter({ hasText: title })).toHaveCount(1);
		await expect(titles(page, 'new').filter({ hasText: title })).toHaveCount(0);
	});
});

describe('the list of insights', () => {
	test('changes the ticked ones alike, with and without JavaScript, and is no customer’s to see', async ({
		openPage,
	}) => {
		for (const javaScriptEnabled of [true, false]) {
			const page = await openPage({ javaScriptEnabled });
			await signInAs(page, product);
			await page.goto('/insights/list?sort=newest');
			if (javaScriptEnabled) await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
			const ticks = page.locator('input[name="ids"]');
			const ids = [await ticks.nth(0).inputValue(), await ticks.nth(1).inputValue()];
			const team = javaScriptEnabled ? 'Tills' : 'Stockroom';
			for (const place of [0, 1]) await ticks.nth(place).check();
			await page.locator('fieldset input[name="team"]').fill(team);
			await page.getByRole('button', { name: await words(page, 'insights.bulkApply'), exact: true }).click();
			for (const id of ids)
				await expect(page.locator('tr', { has: page.locator(`[href="/insights/${id}"]`) })).toContainText(team);
		}
		const customer = await openPage();
		await signInAs(customer, 'intansari');
		expect((await customer.goto('/insights/list'))?.status()).toBe(403);
		expect((await customer.request.get('/insights/list.csv')).status()).toBe(403);
	});
});
