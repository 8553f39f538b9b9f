// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { community } from '../../api/demo/content/index.ts';
import { expect, hydrated, open, signInAs, test } from '../support/browser.ts';
import { followMail } from '../support/story.ts';
import { englishCustomer } from './pages.ts';

const password = 'seven slow herons';
const mailOf = (handle: string) => community.members.find((member) => member.handle === handle)?.mail ?? '';

/** Joins by the form, as far as it is shown. */
async function join(page: Page, handle: string): Promise<void> {
	await page.getByLabel('Your name').fill('Wayan Test');
	await page.getByLabel('Handle').fill(handle);
	await page.getByLabel('Mail address').fill(`${handle}@customer.example`);
	await page.getByRole('textbox', { name: 'Password' }).fill(password);
	await page.getByRole('main').getByRole('button', { name: 'Join' }).click();
}

for (const javaScriptEnabled of [true, false]) {
	describe(javaScriptEnabled ? 'joining' : 'joining without JavaScript', () => {
		test('says what is wrong, keeps what was typed, and ends with a confirmed address', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			await page.goto('/sign-up');
			if (javaScriptEnabled) await hydrated(page);
			await page.getByLabel('Your name').fill('Wayan Test');
			await page.getByLabel('Handle').fill('two words');
			await page.getByLabel('Mail address').fill('nowhere');
			await page.getByRole('main').getByRole('button', { name: 'Join' }).click();
			await expect(page.getByText('This is not a whole mail address')).toBeVisible();
			await expect(page.getByLabel('Your name')).toHaveValue('Wayan Test');
			await expect(page.getByLabel('Handle')).toHaveAttribute('aria-invalid', 'true');
			await expect(page.getByLabel('Handle')).toBeFocused();

			const handle = javaScriptEnabled ? 'wayan' : 'wayan-plain';
			await join(page, handle);
			await page.waitForURL((url) => url.pathname === '/');
			await expect(page.getByText('Please confirm')).toContainText(`${handle}@customer.example`);

			await followMail(page, `${handle}@customer.example`);
			await page.getByRole('button', { name: 'Yes, this is my address' }).click();
			await expect(page.getByText(`${handle}@customer.example is confirmed.`)).toBeVisible();
			await page.getByRole('link', { name: 'Go on' }).click();
			await expect(page.getByRole('heading', { level: 1 })).toContainText('Wayan');
			await expect(page.getByText('Please confirm')).toHaveCount(0);
		});
	});
}

describe('signing in', () => {
	test('works with the keyboard alone, and leads back to the page that asked for it', async ({ page }) => {
		await open(page, '/settings/notices');
		expect(new URL(page.url()).pathname).toBe('/sign-in');
		await page.keyboard.press('Tab');
		await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		await expect(page.getByLabel('Mail address')).toBeFocused();
		await page.keyboard.type(mailOf(englishCustomer));
		await page.keyboard.press('Tab');
		await page.keyboard.type('a wrong guess');
		await page.keyboard.press('Enter');
		await expect(page.getByText('Mail address and password do not match.')).toBeVisible();
		await hydrated(page);
		await expect(page.getByLabel('Mail address')).toHaveValue(mailOf(englishCustomer));
		await page.getByRole('textbox', { name: 'Password' }).focus();
		await page.keyboard.type(inject('product').password);
		await page.keyboard.press('Enter');
		await page.waitForURL((url) => url.pathname === '/settings/notices');
	});

	test('works without JavaScript, and so does signing out', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await page.goto('/sign-in?next=/inbox');
		await page.getByLabel('Mail address').fill(mailOf(englishCustomer));
		await page.getByRole('textbox', { name: 'Password' }).fill(inject('product').password);
		await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
		await page.getByRole('button', { name: 'Your account' }).click();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
	});

	test('never leads to another site', async ({ page }) => {
		await page.goto('/sign-in?next=//elsewhere.example/');
		await page.getByLabel('Mail address').fill(mailOf(englishCustomer));
		await page.getByRole('textbox', { name: 'Password' }).fill(inject('product').password);
		await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByRole('link', { name: 'Inbox' })).toBeVisible();
		expect(page.url()).toBe(`${inject('product').origin}/`);
	});
});

describe('a forgotten password', () => {
	test('is set anew by the link in a mail, once', async ({ page }) => {
		const handle = 'forgetful';
		await page.goto('/sign-up');
		await join(page, handle);
		await page.waitForURL((url) => url.pathname === '/');
		await page.context().clearCookies();
		await open(page, '/reset-password');
		await page.getByLabel('Mail address').fill(`${handle}@customer.example`);
		await page.getByRole('button', { name: 'Send the link' }).click();
		await expect(page.getByText('a link is on its way')).toBeVisible();

		await followMail(page, `${handle}@customer.example`);
		const link = page.url();
		await page.getByRole('textbox', { name: 'New password' }).fill('eight quick herons');
		await page.getByRole('button', { name: 'Set the password' }).click();
		await expect(page.getByRole('link', { name: 'Inbox' })).toBeVisible();

		await page.goto(link);
		await page.getByRole('textbox', { name: 'New password' }).fill('nine quick herons');
		await page.getByRole('button', { name: 'Set the password' }).click();
		await expect(page.getByText('This link has expired or was used before.')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Ask for a new link' })).toBeVisible();
	});
});

describe('one’s own page', () => {
	test('takes a picture, a name, another language, and says what it will not take', async ({ page }) => {
		await page.goto('/sign-up');
		await join(page, 'kadek');
		await page.waitForURL((url) => url.pathname === '/');
		await open(page, '/settings');
		const file = page.getByLabel('Choose a picture');
		await file.setInputFiles({ name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
		await page.getByRole('button', { name: 'Upload' }).click();
		await expect(page.getByText('This is not an image that can be shown.').first()).toBeVisible();

		await page.getByLabel('Handle').fill('nobody else');
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByLabel('Handle')).toHaveAttribute('aria-invalid', 'true');
		await expect(page.getByLabel('Handle')).toHaveValue('nobody else');
		await page.getByLabel('Handle').fill('kadek2');
		await page.getByRole('combobox', { name: 'Language' }).selectOption('id');
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByText('Tersimpan.')).toBeVisible();
		await expect(page.locator('html')).toHaveAttribute('lang', 'id');
		await page.goto('/members/kadek');
		expect(new URL(page.url()).pathname).toBe('/members/kadek2');
	});

	test('goes for good when its owner says so, with the password', async ({ page }) => {
		await page.goto('/sign-up');
		await join(page, 'leaving');
		await page.waitForURL((url) => url.pathname === '/');
		await open(page, '/settings/data');
		await page.getByRole('textbox', { name: 'Current password' }).fill('a wrong guess');
		await page.getByRole('button', { name: 'Delete my account' }).click();
		await expect(page.getByText('The password is not right.').first()).toBeVisible();
		await page.evaluate(() => localStorage.setItem('ikatan:draft:0:thread:0', '{"content":{"title":"Mine"},"at":""}'));
		await page.getByRole('textbox', { name: 'Current password' }).fill(password);
		await page.getByRole('button', { name: 'Delete my account' }).click();
		await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
		// What the device kept of them goes along.
		expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('ikatan:')))).toEqual([]);
		expect((await page.goto('/members/leaving'))?.status()).toBe(404);
	});

	test('keeps the choice of notices', async ({ page }) => {
		await signInAs(page, englishCustomer);
		await open(page, '/settings/notices');
		const choice = page.getByRole('checkbox', { name: 'By mail: Comments on my posts' });
		const before = await choice.isChecked();
		await choice.setChecked(!before);
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByText('Saved.')).toBeVisible();
		await page.reload();
		await expect(choice).toBeChecked({ checked: !before });
	});
});
