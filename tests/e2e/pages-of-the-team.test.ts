import { translate } from '@ikatan/messages';
import { describe } from 'vitest';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { axeFindings } from '../support/inspection.ts';
import { inspect } from './inspect-pages.ts';
import { englishCustomer, teamPages } from './pages.ts';

describe('those who look after the community can use', () => {
	for (const tested of teamPages) {
		test(`${tested.path} as ${tested.as}`, async ({ page }) => {
			await signInAs(page, tested.as);
			await inspect(page, tested);
		});
	}
});

describe('the help centre', () => {
	test('gets a key that is shown once, is revoked and removed', async ({ page }) => {
		const keeper = teamPages.findLast(({ path }) => path === '/admin/documents')!;
		await signInAs(page, keeper.as);
		await page.goto(keeper.path);
		const language = (await page.locator('html').getAttribute('lang')) ?? 'en';
		const name = 'Second';
		const button = (key: 'addButton' | 'revokeSure' | 'removeSure') =>
			page.getByRole('button', { name: translate(language, `documents.${key}`, { name }) });
		const line = page.locator('.line', { hasText: name });
		const fold = (key: 'revoke' | 'remove') =>
			line.locator('summary', { hasText: translate(language, `documents.${key}`) });
		await page.locator('input[name="name"]').fill(name);
		await page.locator('input[name="baseAddress"]').fill('https://second.example.com');
		await button('addButton').click();
		await expect(page.getByText(/^ikd_\d+_/)).toBeVisible();
		expect(await axeFindings(page)).toEqual([]);
		await page.goto(keeper.path);
		await expect(page.getByText(/^ikd_\d+_/)).toHaveCount(0);
		await fold('revoke').click();
		await button('revokeSure').click();
		await expect(fold('revoke')).toHaveCount(0);
		await fold('remove').click();
		await button('removeSure').click();
		await expect(line).toHaveCount(0);
	});

	test('is found beside threads', async ({ page }) => {
		await page.goto('/search?q=refund+sale');
		const group = page.getByRole('region', { name: 'From the help centre' });
		await expect(group.getByRole('link').first()).toHaveAttribute('href', /^https:\/\/bantuan\.lapakarsa\.example\//);
	});
});

describe('docs to write', () => {
	test('are marked as written and taken back, and no customer’s to see', async ({ page }) => {
		const words = 'apple watch';
		const listed = page.getByRole('main').getByRole('link', { name: words });
		await signInAs(page, teamPages.find(({ path }) => path === '/insights/to-write')!.as);
		await open(page, '/insights/to-write');
		await expect(listed).toHaveCount(1);
		const line = page.getByRole('main').getByRole('listitem').filter({ hasText: words });
		await line.locator('summary').click();
		await line.getByRole('button').click();
		await expect(listed).toHaveCount(0);
		await open(page, '/insights/to-write?show=written');
		await expect(listed).toHaveCount(1);
		await line.getByRole('button').click();
		await expect(listed).toHaveCount(0);
		await signInAs(page, englishCustomer);
		expect((await page.goto('/insights/to-write'))?.status()).toBe(403);
	});
});
