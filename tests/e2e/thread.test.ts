// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { community } from '../../api/demo/content/index.ts';
import { expect, hydrated, open, signInAs, test } from '../support/browser.ts';

const english = community.members.filter((member) => member.language === 'en' && member.role === 'member');
const [asker = '', helper = ''] = english.map((member) => member.handle);
const solved = community.threads.find(
	(thread) => thread.space === 'kasir' && thread.answers?.some((answer) => answer.accepted),
);

/** Asks by the form, past the similar threads if there are any, and returns the thread's address. */
async function ask(page: Page, title: string): Promise<string> {
	await open(page, '/ask');
	await page.getByLabel('Title').fill(title);
	await page.getByLabel('Where does it belong?').selectOption({ label: 'Kasir' });
	await page.getByRole('textbox', { name: 'Details' }).fill('It happens on **every** tablet, since this morning.');
	await page.getByRole('button', { name: 'Post question' }).click();
	await page.waitForURL(/\/threads\/\d+/, { timeout: 5000 }).catch(async () => {
		await page.getByRole('button', { name: 'Post question' }).click();
		await page.waitForURL(/\/threads\/\d+/);
	});
	await hydrated(page);
	return new URL(page.url()).pathname;
}

describe('two people on one thread', () => {
	test('see each other read and write, and what changes, without a reload', async ({ openPage }) => {
		const [one, two] = [await openPage(), await openPage()];
		await signInAs(one, asker);
		await signInAs(two, helper);
		const address = await ask(one, 'The drawer beeps twice when a sale is parked');
		await open(two, address);
		await expect(one.getByText('2 reading')).toBeVisible({ timeout: 15_000 });

		const answer = two.getByRole('textbox', { name: 'Your answer' });
		await answer.click();
		await answer.pressSequentially('Turn off Settings → Sounds', { delay: 15 });
		await expect(one.getByText('Someone is answering…')).toBeVisible({ timeout: 15_000 });
		await two.getByRole('button', { name: 'Post answer' }).click();
		await expect(two.getByText('Turn off Settings → Sounds').first()).toBeVisible();

		const line = one.getByRole('button', { name: '1 new answer' });
		await expect(line).toBeVisible({ timeout: 10_000 });
		await line.click();
		const article = one.locator('article', { hasText: 'Turn off Settings → Sounds' });
		await expect(article).toBeVisible();

		await article.getByRole('button', { name: 'Vote up' }).click();
		const theirs = two.locator('article', { hasText: 'Turn off Settings → Sounds' });
		await expect(theirs.locator('.votes b').first()).toContainText('1', { timeout: 10_000 });
		await article.getByRole('button', { name: 'Accept' }).click();
		await expect(theirs.locator('.accepted').first()).toBeAttached({ timeout: 10_000 });
		await expect(two.getByRole('link', { name: /Inbox/ })).toContainText(/\d/, { timeout: 15_000 });
	});

	test('catch up by themselves after a lost connection', async ({ openPage }) => {
		const [one, two] = [await openPage(), await openPage()];
		await signInAs(one, asker);
		await signInAs(two, helper);
		const address = await ask(one, 'The stock list prints upside down since the update');
		await one.context().setOffline(true);
		await open(two, address);
		await two.getByRole('textbox', { name: 'Your answer' }).fill('Turn the roll around.');
		await two.getByRole('button', { name: 'Post answer' }).click();
		await expect(two.locator('article', { hasText: 'Turn the roll around.' })).toBeVisible();
		await one.context().setOffline(false);
		await expect(
			one.getByRole('button', { name: '1 new answer' }).or(one.getByText('Turn the roll around.')),
		).toBeVisible({
			timeout: 30_000,
		});
	});
});

describe('without JavaScript', () => {
	test('reading, voting and answering work', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await signInAs(page, helper);
		await page.goto('/?order=unanswered');
		await page.locator('main article h2 a').first().click();
		const before = await page.locator('.votes b').first().innerText();
		await page.getByRole('button', { name: 'Vote up' }).first().click();
		await expect(page.locator('.votes b').first()).not.toHaveText(before);
		await page.getByRole('textbox', { name: 'Your answer' }).fill('An answer that needs no script.');
		await page.getByRole('button', { name: 'Post answer' }).click();
		await expect(page.locator('article', { hasText: 'An answer that needs no script.' })).toBeVisible();
	});
});

describe('a thread page', () => {
	test('tells search engines of its accepted and its suggested answers', async ({ page }) => {
		await page.goto('/search?q=' + encodeURIComponent(solved?.title ?? ''));
		// The facts stand in the page as the server sends it: that is all that crawlers read.
		const address = await page.locator('main article h2 a').first().getAttribute('href');
		await page.goto(address ?? '/');
		const text = await page.locator('script[type="application/ld+json"]').first().textContent();
		const facts = JSON.parse(text ?? '{}') as {
			'@type': string;
			mainEntity: { name: string; acceptedAnswer?: unknown };
		};
		expect(facts['@type']).toBe('QAPage');
		expect(facts.mainEntity.acceptedAnswer).toBeTruthy();
	});

	for (const colorScheme of ['light', 'dark'] as const) {
		for (const width of [390, 1440]) {
			test(`has nothing that axe finds, ${colorScheme} at ${width} px`, async ({ openPage }) => {
				const page = await openPage({ colorScheme, viewport: { width, height: 900 } });
				await signInAs(page, asker);
				await page.goto('/?order=hot');
				await page.locator('main article h2 a').first().click();
				await page.waitForURL(/\/threads\/\d+/);
				await hydrated(page);
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
				const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
				expect(overflow).toBeLessThanOrEqual(0);
			});
		}
	}
});
