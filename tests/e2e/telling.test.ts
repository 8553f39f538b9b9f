import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { community } from '../../api/demo/content/index.ts';
import { demoInsight } from './pages.ts';

const teller = community.members.find(({ role, language }) => role === 'product' && language === 'en')?.handle ?? '';
const shipped = 'Marketplace stock follows within a minute';
const quoted = { handle: 'intansari', words: 'Jauh lebih baik, tapi 4 itu masih empat orang yang kecewa' };

const owedLine = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title });

describe('a product manager', () => {
	test('tells everybody who spoke, by keyboard, and each finds their own words', async ({ openPage }) => {
		const said = 'Stock reaches the marketplaces in under a minute now.';
		const page = await openPage();
		await signInAs(page, teller);
		await open(page, '/insights/owed');
		await owedLine(page, shipped).getByRole('link', { name: 'Tell them' }).press('Enter');
		await page.waitForURL(/\/tell$/);
		await page.getByLabel('What do you tell them?').fill(said);
		// The notice as the first of them gets it.
		const preview = page.getByRole('region', { name: 'How Intan Sari gets it' });
		await expect(preview.getByText(said)).toBeVisible();
		await expect(preview.getByText(quoted.words)).toBeVisible();
		// What was written outlives the page.
		await page.reload();
		await expect(page.getByLabel('What do you tell them?')).toHaveValue(said);
		await expect(page.getByText('Your text is kept on this device')).toBeVisible();
		await page.locator('summary', { hasText: /^Tell \d+ people…$/ }).press('Enter');
		await page.getByRole('button', { name: /^Send to \d+ people$/ }).press('Enter');
		await page.waitForURL(/\/tell\?sent/);
		await expect(page.getByText(/^\d+ people told, with a reply in 1 thread\.$/)).toBeVisible();
		await expect(page.getByText('Everyone has been told')).toBeVisible();
		await open(page, '/insights/owed');
		await expect(owedLine(page, shipped)).toHaveCount(0);

		const reader = await openPage();
		await signInAs(reader, quoted.handle);
		const notice = reader.getByRole('listitem').filter({ hasText: said });
		await expect(async () => {
			await open(reader, '/inbox');
			await expect(notice).toHaveCount(1, { timeout: 500 });
		}).toPass({ timeout: 20_000 });
		await expect(notice).toContainText(quoted.words);
		await notice.getByRole('button').click();
		await reader.waitForURL(/\/threads\/\d+/);
		await expect(reader.getByRole('article').filter({ hasText: said })).toHaveCount(1);
		await expect(reader.getByRole('link', { name: 'Lihat peta jalan' })).toBeVisible();
		await open(reader, '/inbox');
		await expect(reader.getByRole('listitem').filter({ hasText: said })).toHaveCount(1);
	});

	test('does so without JavaScript, with a look at the notice before', async ({ openPage }) => {
		const said = 'The kitchen screen turns a forgotten order red.';
		const page = await openPage({ javaScriptEnabled: false });
		await signInAs(page, teller);
		await page.goto(`/insights/${demoInsight('The kitchen screen shows the forgotten order first')}/tell`);
		await page.getByLabel('What do you tell them?').fill(said);
		await page.getByRole('checkbox').first().uncheck();
		await page.getByRole('button', { name: 'Preview', exact: true }).click();
		await expect(page.getByRole('region', { name: /^How .* gets it$/ }).getByText(said)).toBeVisible();
		await expect(page.getByLabel('What do you tell them?')).toHaveValue(said);
		await expect(page.getByRole('checkbox').first()).not.toBeChecked();
		await page.locator('summary', { hasText: /^Tell \d+ people…$/ }).click();
		await page.getByRole('button', { name: /^Send to \d+ people$/ }).click();
		await expect(page.getByText(/^\d+ people told\.$/)).toBeVisible();
	});

	test('is asked for more words where there are too few, and keeps those', async ({ openPage }) => {
		const page = await openPage();
		await signInAs(page, teller);
		await open(page, `/insights/${demoInsight('Freight and duty belong to the cost of goods')}/tell`);
		await page.getByLabel('What do you tell them?').fill('Soon.');
		await page.locator('summary', { hasText: /^Tell \d+ people…$/ }).click();
		await page.getByRole('button', { name: /^Send to \d+ people$/ }).click();
		await expect(page.getByLabel('What do you tell them?')).toBeFocused();
		await expect(page.getByLabel('What do you tell them?')).toHaveValue('Soon.');
	});
});

describe('the roadmap', () => {
	test('is found from the navigation, and narrows by area', async ({ page }) => {
		await open(page, '/');
		await page.getByRole('navigation', { name: 'Community' }).getByRole('link', { name: 'Roadmap' }).click();
		await expect(page.getByRole('heading', { level: 1, name: 'Roadmap' })).toBeVisible();
		await expect(page.getByRole('region', { name: 'Shipped last' })).toContainText('Marketplace stock in time');
		await page.getByRole('link', { name: 'Stock and counting' }).click();
		await expect(page.getByRole('heading', { level: 3 })).toHaveText(['Approval of large transfers', 'Landed cost']);
		expect(await page.getAttribute('link[rel=canonical]', 'href')).toMatch(/\/roadmap$/);
		await page.getByRole('link', { name: 'Spread freight and import duty' }).click();
		await expect(page.getByText('Planned', { exact: true })).toBeVisible();
	});
});
