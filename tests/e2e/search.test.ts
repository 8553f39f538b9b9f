import { describe } from 'vitest';
import { expect, open, test } from '../support/browser.ts';

describe('searching', () => {
	test('suggests while one types, and the arrow keys choose', async ({ page }) => {
		await open(page, '/');
		await page.keyboard.press('/');
		const field = page.getByRole('banner').getByLabel('Search the community');
		await expect(field).toBeFocused();
		await page.keyboard.type('invoi', { delay: 40 });
		const lines = page.getByRole('option');
		await expect(lines.first()).toBeVisible();
		await expect(field).toHaveValue('invoi');
		await page.keyboard.press('ArrowDown');
		await expect(lines.first()).toHaveAttribute('aria-selected', 'true');
		await expect(field).toHaveAttribute('aria-activedescendant', (await lines.first().getAttribute('id')) ?? '');
		await page.keyboard.press('Escape');
		await expect(lines).toHaveCount(0);
		await expect(field).toHaveValue('invoi');

		await page.keyboard.type('c');
		await expect(lines.first()).toBeVisible();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/threads\/\d+/);
	});

	test('suggests on a phone, too, where the header has no field', async ({ openPage }) => {
		const page = await openPage({ viewport: { width: 390, height: 844 } });
		await open(page, '/');
		await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
		await page.waitForURL('**/search');
		const field = page.getByRole('main').getByLabel('Search the community');
		await field.click();
		await page.keyboard.type('invoi', { delay: 40 });
		const lines = page.getByRole('option');
		await expect(lines.first()).toBeVisible();
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/search\?q=invoi$/);
		await expect(lines).toHaveCount(0);
		await expect(field).toHaveValue('invoi');

		await field.press('End');
		await page.keyboard.type('c');
		await lines.first().click();
		await page.waitForURL(/\/threads\/\d+/);

		// With a facet chosen none is: what is suggested would come from elsewhere, too.
		await open(page, '/search?q=print');
		await field.click();
		await expect(field).toHaveRole('combobox');
		await page.getByText('Filters').click();
		await page.locator('main a[href*="space=kasir"]').click();
		await page.waitForURL(/space=kasir/);
		await expect(field).toHaveRole('searchbox');
		await field.press('End');
		await page.keyboard.type('er', { delay: 40 });
		await page.waitForTimeout(600);
		await expect(lines).toHaveCount(0);
	});

	test('narrows by facets and operators, also without JavaScript', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await page.goto('/');
		await page.getByRole('banner').getByLabel('Search the community').fill('printer');
		await page.getByRole('banner').getByLabel('Search the community').press('Enter');
		await page.waitForURL(/\/search\?q=printer/);
		await expect(page.locator('main mark').first()).toBeVisible();
		const facets = page.getByRole('complementary');
		await facets.getByRole('link', { name: /^Kasir/ }).click();
		await expect(page).toHaveURL(/space=kasir/);
		await expect(facets.getByRole('link', { name: /Kasir/ })).toHaveAttribute('aria-current', 'true');

		await page.goto('/search?q=is%3Aidea');
		await expect(page.getByRole('main').getByRole('article').first()).toContainText('Idea');
	});

	test('leads from beyond the last page to the first', async ({ page }) => {
		await page.goto('/search?q=printer&page=40');
		await expect(page).toHaveURL(/\/search\?q=printer$/);
	});
});
