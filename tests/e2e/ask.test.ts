// What tests hand to `evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { community } from '../../api/demo/content/index.ts';
import { expect, hydrated, open, signInAs, test } from '../support/browser.ts';
import { followMail } from '../support/story.ts';
import { englishCustomer, space } from './pages.ts';

const product = space?.name ?? '';
const known = community.threads.find((thread) => thread.space === 'kasir' && thread.kind === 'problem')?.title ?? '';

const title = (page: Page) => page.getByLabel('Title');
const details = (page: Page) => page.getByRole('textbox', { name: 'Details' });
const post = (page: Page) => page.getByRole('button', { name: 'Post question' });

async function fill(page: Page, words: string): Promise<void> {
	await title(page).fill(words);
	await page.getByLabel('Where does it belong?').selectOption({ label: product });
	await details(page).fill('What I did, and what happened instead.');
}

describe('a visitor’s question', () => {
	for (const javaScriptEnabled of [true, false]) {
		test(`survives joining ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			await page.goto('/ask');
			if (javaScriptEnabled) await hydrated(page);
			await page.getByRole('button', { name: 'Go on and make an account' }).click();
			await expect(page.getByText('A few words more, please')).toBeVisible();

			// Words of no other thread: one like it would be shown before it is posted.
			const words = javaScriptEnabled ? 'Quetzal feathers moult' : 'Ptarmigan plumage fades';
			await fill(page, words);
			await page.getByLabel('Tags').fill('printer, aviary');
			await page.getByRole('button', { name: 'Go on and make an account' }).click();
			await page.waitForURL(/\/sign-up\?/);
			const handle = javaScriptEnabled ? 'late-joiner' : 'plain-joiner';
			await page.getByLabel('Your name').fill('Late Joiner');
			await page.getByLabel('Handle').fill(handle);
			await page.getByLabel('Mail address').fill(`${handle}@customer.example`);
			await page.getByRole('textbox', { name: 'Password' }).fill('seven slow herons');
			await page.getByRole('main').getByRole('button', { name: 'Join' }).click();
			await page.waitForURL((url) => url.pathname === '/ask');
			await expect(title(page)).toHaveValue(words);

			await followMail(page, `${handle}@customer.example`);
			await page.getByRole('button', { name: 'Yes, this is my address' }).click();
			await expect(page.getByText(`${handle}@customer.example is confirmed.`)).toBeVisible();
			await page.goto('/ask');
			if (javaScriptEnabled) await hydrated(page);
			await expect(title(page)).toHaveValue(words);
			await expect(details(page)).toHaveValue('What I did, and what happened instead.');
			await expect(page.getByLabel('Tags')).toHaveValue('printer, aviary');
			await expect(page.getByLabel('Where does it belong?').locator('option:checked')).toHaveText(product);
			await post(page).click();
			await page.waitForURL(/\/threads\/\d+/);
			const visitor = await openPage();
			await visitor.goto(page.url());
			await expect(visitor.getByRole('heading', { level: 1 })).toContainText(words);
			await page.goto('/drafts');
			await expect(page.getByText('No drafts')).toBeVisible();
		});
	}
});

describe('a member’s question', () => {
	test('can be asked with the keyboard alone', async ({ page }) => {
		await signInAs(page, englishCustomer);
		await open(page, '/');
		await page.keyboard.press('a');
		await page.waitForURL((url) => url.pathname === '/ask');
		await title(page).focus();
		await page.keyboard.type('Brumblefig plonkathon zwyxels');
		await page.keyboard.press('Tab');
		await expect(page.getByLabel('Where does it belong?')).toBeFocused();
		await page.keyboard.type(product);
		while (!(await details(page).evaluate((field) => field === document.activeElement)))
			await page.keyboard.press('Tab');
		await page.keyboard.type('They fall off in the rain.');
		await page.keyboard.press('Control+Enter');
		await page.waitForURL(/\/threads\/\d+/);
		await expect(page.getByRole('heading', { level: 1 })).toContainText('Brumblefig');
	});

	test('is shown what others asked, and ends where one of them solves it', async ({ page }) => {
		await signInAs(page, englishCustomer);
		await open(page, '/ask');
		await title(page).fill(known);
		await page.getByRole('button', { name: `“${known}” solves it` }).click();
		await page.waitForURL(/\/threads\/\d+/);
		await expect(page.getByRole('heading', { level: 1 })).toContainText(known);
	});

	test('keeps its text on this device while the network is away', async ({ page }) => {
		await signInAs(page, englishCustomer);
		await open(page, '/ask');
		await page.context().setOffline(true);
		await fill(page, 'Narwhal tooth as a coat hook');
		await post(page).click();
		await expect(page.getByText('The community could not be reached.')).toBeVisible();
		await expect(details(page)).toHaveValue('What I did, and what happened instead.');
		await page.context().setOffline(false);
		await open(page, '/ask');
		await expect(title(page)).toHaveValue('Narwhal tooth as a coat hook');
		await expect(details(page)).toHaveValue('What I did, and what happened instead.');
	});
});
