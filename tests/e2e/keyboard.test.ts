// What tests hand to `evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { expect, hydrated, open, test } from '../support/browser.ts';
import { expectFocusSeen, press, tabTo } from '../support/keyboard.ts';
import { answer, ask, comeAs } from '../support/story.ts';
import type { Person } from '../support/story.ts';
import { space } from './pages.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const account = (page: Page) => page.getByRole('button', { name: 'Your account' });
const post = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });

async function findAndOpen(page: Page, title: string): Promise<void> {
	await open(page, '/');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
	await expectFocusSeen(page);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();
	await page.keyboard.press('/');
	await expect(page.getByRole('banner').getByLabel('Search the community')).toBeFocused();
	await expectFocusSeen(page);
	await page.keyboard.type(title);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/search\?/);
	await press(page, page.getByRole('main').getByRole('article').getByRole('link', { name: title }));
	await expect(heading(page)).toContainText(title);
}

async function signIn(page: Page, { mail }: Person): Promise<void> {
	await press(page, page.getByRole('banner').getByRole('link', { name: 'Sign in' }));
	await expect(heading(page)).toContainText('Sign in');
	await tabTo(page, page.getByRole('textbox', { name: 'Mail address' }));
	await page.keyboard.type(mail);
	await tabTo(page, page.getByRole('textbox', { name: 'Password' }));
	await page.keyboard.type(inject('product').password);
	await page.keyboard.press('Enter');
	await expect(account(page)).toBeVisible();
	await hydrated(page);
}

/** Writes into what has the focus and sends it, as the list of keys says. */
async function send(page: Page, words: string): Promise<void> {
	await expectFocusSeen(page);
	await page.keyboard.type(words);
	await page.keyboard.press('Control+Enter');
}

async function readerVisits(page: Page, title: string): Promise<void> {
	const up = page.getByRole('button', { name: 'Vote up' }).first();
	const voted = page.waitForResponse((response) => response.url().includes('?/vote'));
	await press(page, up);
	await voted;
	await expect(up).toHaveAttribute('aria-pressed', 'true');
	await expect(up).toBeFocused();

	const watch = page.getByRole('button', { name: /^Watch(ing)?: choose/ });
	await press(page, watch);
	await press(page, page.getByRole('button', { name: /^Everything/ }));
	await expect(watch).toHaveText('Watching');
	await expect(watch).toBeFocused();

	await page.keyboard.press('r');
	await expect(page.getByRole('textbox', { name: 'Your answer' })).toBeFocused();
	await send(page, 'Oil the hinge with patience.');
	const mine = post(page, 'Oil the hinge with patience.');
	await expect(mine).toBeFocused();
	await expectFocusSeen(page);

	await page.keyboard.press('c');
	await expect(mine.getByRole('textbox', { name: 'Your comment' })).toBeFocused();
	await send(page, 'Linseed works best.');
	await expect(mine.getByRole('listitem').filter({ hasText: 'Linseed works best.' })).toBeFocused();
	await expectFocusSeen(page);

	await page.keyboard.press('e');
	await page.waitForURL(/\/edit$/);
	const text = page.getByRole('textbox', { name: 'Text' });
	await tabTo(page, text);
	await page.keyboard.press('Control+End');
	await send(page, ' Twice a year.');
	await expect(heading(page)).toContainText(title);
	await expect(post(page, 'Oil the hinge with patience. Twice a year.')).toBeFocused();
	await expectFocusSeen(page);
}

async function askHere(page: Page, title: string): Promise<string> {
	await page.keyboard.press('a');
	await page.waitForURL((url) => url.pathname === '/ask');
	await tabTo(page, page.getByLabel('Title'));
	await page.keyboard.type(title);
	await tabTo(page, page.getByLabel('Where does it belong?'));
	await page.keyboard.type(space?.name ?? '');
	await tabTo(page, page.getByRole('textbox', { name: 'Details' }));
	await send(page, 'I looked everywhere.');
	await page.waitForURL(/\/threads\/\d+/);
	await expect(heading(page)).toContainText(title);
	return new URL(page.url()).pathname;
}

async function acceptWhatComes(page: Page): Promise<void> {
	await press(page, page.getByRole('button', { name: '1 new answer' }));
	const theirs = post(page, 'Look behind the till.');
	await expect(theirs).toBeFocused();
	await expectFocusSeen(page);
	const accepted = page.waitForResponse((response) => response.url().includes('?/accept'));
	await press(page, theirs.getByRole('button', { name: 'Accept' }));
	await accepted;
	const takeBack = theirs.getByRole('button', { name: 'Take acceptance back' });
	await expect(takeBack).toBeFocused();
	await expectFocusSeen(page);
}

async function leave(page: Page, title: string): Promise<void> {
	await page.keyboard.press('g');
	await page.keyboard.press('i');
	await expect(heading(page)).toHaveText('Inbox');
	await press(page, page.getByRole('button', { name: `answered “${title}”` }));
	await expect(heading(page)).toContainText(title);
	await hydrated(page);

	await press(page, account(page));
	await tabTo(page, page.getByRole('link', { name: 'Drafts' }));
	await page.keyboard.press('Escape');
	await expect(page.getByRole('link', { name: 'Drafts' })).toBeHidden();
	await expect(account(page)).toBeFocused();

	await page.keyboard.press('?');
	const keys = page.getByRole('dialog', { name: 'Keys' });
	await expect(keys).toBeVisible();
	expect(await keys.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
	await page.keyboard.press('Escape');
	await expect(keys).toBeHidden();
	await expect(account(page)).toBeFocused();

	await page.keyboard.press('Enter');
	await press(page, page.getByRole('button', { name: 'Sign out' }));
	await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
}

describe('the keyboard alone', () => {
	test('is enough from the first visit to signing out', { timeout: 120_000 }, async ({ page, openPage }) => {
		const asker = await openPage();
		await comeAs(asker, 'Mira Asks');
		const found = 'Hinge groans whenever Thursday ends';
		await ask(asker, found);
		const reader = await openPage();
		const person = await comeAs(reader, 'Nusa Keys');
		// The page of somebody who never uses a mouse: nothing below clicks.
		await findAndOpen(page, found);
		await signIn(page, person);
		await expect(heading(page)).toContainText(found);
		await readerVisits(page, found);
		const own = 'Umbrella vanished beneath linoleum';
		const address = await askHere(page, own);
		await answer(asker, address, 'Look behind the till.');
		await acceptWhatComes(page);
		await leave(page, own);
	});
});
