import { describe } from 'vitest';
import type { Page } from 'playwright-core';
import { community } from '../../api/demo/content/index.ts';
import { expect, hydrated, open, signInAs, test } from '../support/browser.ts';
import { englishCustomer } from './pages.ts';

const keeper = community.members.find((member) => member.role === 'admin')?.handle ?? '';

for (const javaScriptEnabled of [true, false]) {
	const suffix = javaScriptEnabled ? 'script' : 'plain';
	describe(javaScriptEnabled ? 'an admin' : 'an admin without JavaScript', () => {
		const asAdmin = async (page: Page, path: string) => {
			await signInAs(page, keeper);
			await page.goto(path);
			if (javaScriptEnabled) await hydrated(page);
		};

		test('makes a space, asks for a field in it, renames and archives it', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			await asAdmin(page, '/admin/spaces');
			await page.locator('[name=name]').fill(`Label printers ${suffix}`);
			await page.locator('form:has([name=slug]) button[type=submit]').click();
			await page.waitForURL(/\/admin\/spaces\/\d+$/);
			await expect(page.locator('h1')).toHaveText(`Label printers ${suffix}`);

			await page.locator('#label-0').fill('Which model?');
			await page.locator('#kind-0').selectOption('choice');
			await page.locator('#choices-0').fill('LP-1\nLP-2');
			await page.locator('form:has(#label-0) button[type=submit]').last().click();
			await expect(page.locator('fieldset[disabled]').getByText('Which model?')).toBeVisible();
			await expect(page.locator('#label-1')).toHaveValue('');

			await page.locator('[name=slug]').fill(`labels-${suffix}`);
			await page.locator('form:has([name=slug]) button[type=submit]').click();
			await expect(page.locator('main .meta a').first()).toHaveText(`/spaces/labels-${suffix}`);
			await page.goto(`/spaces/label-printers-${suffix}`);
			expect(new URL(page.url()).pathname).toBe(`/spaces/labels-${suffix}`);
			await page.goBack();

			await page.locator('details summary').last().click();
			await page.locator('form[action*=archive] button[type=submit]').click();
			await expect(page.locator('form[action*=archive] [name=archived]')).toHaveCount(0);
		});

		test('merges a tag and takes it back', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			await asAdmin(page, '/admin/tags');
			const [first, second] = await page.locator('tbody a').allTextContents();
			await page.locator('tbody a').nth(1).click();
			await expect(page.locator('h1')).toHaveText(second ?? '');
			await page.locator('[name=into]').fill(first ?? '');
			await page.locator('form:has([name=into]) button[type=submit]').click();
			await expect(page.locator('h1')).toHaveText(first ?? '');
			await page.goto(`/tagged/${second}`);
			expect(new URL(page.url()).pathname).toBe(`/tagged/${first}`);
			await page.goBack();
			await page.locator('form[action*=undo] button[type=submit]').first().click();
			await expect(page.locator('h1')).toHaveText(second ?? '');
		});

		test('silences a member for a day, and lifts it', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			await asAdmin(page, `/admin/members?q=${englishCustomer}`);
			await page.locator('tbody a').first().click();
			await page.locator('details:has([name=reason]) summary').click();
			await page.locator('[name=reason]').fill('Advertising in answers');
			await page.locator('form:has([name=reason]) button[type=submit]').click();
			await expect(page.locator('form[action*=lift]')).toContainText('Advertising in answers');
			await page.locator('form[action*=lift] button[type=submit]').click();
			await expect(page.locator('form[action*=lift]')).toHaveCount(0);
			await expect(page.locator('.plain-list li').first()).toContainText('active');
		});

		test('is told what cannot be, and keeps what was typed', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			await asAdmin(page, '/admin/members');
			await page.locator('main [name=q]').fill(englishCustomer);
			await page.locator('search form:has([name=role]) button[type=submit]').click();
			await page.locator('tbody a').first().click();
			await page.locator('[name=company]').fill('No such firm');
			await page.locator('[name=title]').fill('Owner');
			await page.locator('form:has([name=company]) button[type=submit]').click();
			await expect(page.locator('[name=company]')).toHaveAttribute('aria-invalid', 'true');
			await expect(page.locator('[name=title]')).toHaveValue('Owner');
		});
	});
}

describe('who is no admin', () => {
	test('does not learn that there is anything', async ({ page }) => {
		await signInAs(page, englishCustomer);
		await open(page, '/admin/members');
		await expect(page.locator('h1')).toHaveCount(1);
		await expect(page.getByRole('link', { name: 'Admin' })).toHaveCount(0);
	});
});
