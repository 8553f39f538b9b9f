// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { connect } from '../../api/src/platform/db.ts';
import { expect, hydrated, open, signInAs, test } from '../support/browser.ts';
import { englishCustomer } from './pages.ts';

/** An open question with an answer by somebody else, in a space that all may read. */
async function answered(): Promise<{ path: string; answerId: number; handle: string }> {
	const sql = connect(inject('product').databaseUrl, { max: 1 });
	try {
		const [row] = await sql<{ threadId: number; answerId: number; handle: string }[]>`
			select p.thread_id, p.id as answer_id, m.handle from posts p join threads t on t.id = p.thread_id
			join members m on m.id = p.author_id join spaces s on s.id = t.space_id
			where p.kind = 'answer' and p.state = 'published' and t.state = 'published' and s.kind = 'public' and t.closed_at is null
				and t.locked_at is null and p.html like '<p%' and m.handle <> ${englishCustomer} and t.author_id <> p.author_id
				and not exists (select from thread_links l where l.from_thread_id = t.id)
			order by p.id limit 1`;
		if (!row) throw new Error('The demo community has no such answer');
		return { path: `/threads/${row.threadId}`, ...row };
	} finally {
		await sql.end();
	}
}

/** Selects from one place in a post's words to another, as a reader would with the mouse, and returns the words. */
async function selectIn(page: Page, postId: number, length: number): Promise<string> {
	return await page.evaluate(
		([id, upTo]) => {
			const paragraph = document.querySelector(`[data-body="${id}"] p`);
			const words = document.createTreeWalker(paragraph!, NodeFilter.SHOW_TEXT).nextNode() as Text;
			const end = Math.min(upTo!, words.data.length);
			getSelection()?.setBaseAndExtent(words, 0, words, end);
			return words.data.slice(0, end).trim();
		},
		[postId, length],
	);
}

const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Selected words' });
const answer = (page: Page) => page.getByRole('textbox', { name: /^Your (answer|reply)$/ });

describe('quoting a post', () => {
	test('selected words go into the answer with their author and a link, and nothing on the page moves', async ({
		page,
	}) => {
		const { path, answerId, handle } = await answered();
		await signInAs(page, englishCustomer);
		await open(page, path);
		const loaded = () =>
			page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).length);
		const [before, height] = [await loaded(), await page.evaluate(() => document.documentElement.scrollHeight)];
		const words = await selectIn(page, answerId, 24);
		const button = toolbar(page).getByRole('button', { name: 'Quote' });
		await expect(button).toBeVisible();
		expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);
		// What it takes came only now.
		expect(await loaded()).toBeGreaterThan(before);
		const found = await new AxeBuilder({ page }).include('[role=toolbar][aria-label="Selected words"]').analyze();
		expect(found.violations).toEqual([]);

		await button.click();
		await expect(answer(page)).toBeFocused();
		await expect(answer(page)).toHaveValue(
			new RegExp(`^> @${handle} \\[wrote\\]\\(${path}/[^)]+/${answerId}#${answerId}\\):\n>\n> `),
		);
		await expect(toolbar(page)).toHaveCount(0);

		await page.keyboard.type('Just so, and it works here.');
		await page.getByRole('button', { name: /^Post (answer|reply)$/ }).click();
		const posted = page.locator('article', { hasText: 'Just so, and it works here.' });
		const quote = posted.locator('blockquote');
		await expect(quote).toContainText(words.replace(/\s+/g, ' '));
		await expect(quote.locator('.quoted a.mention')).toHaveText(`@${handle}`);
		await quote.getByRole('link', { name: 'wrote' }).click();
		await page.waitForURL(new RegExp(`#${answerId}$`));
	});

	test('goes by keyboard, from the words or from the post in focus', async ({ page }) => {
		const { path, answerId, handle } = await answered();
		await signInAs(page, englishCustomer);
		await open(page, path);
		await page.keyboard.press('?');
		await expect(page.getByRole('dialog')).toContainText('Quote the selected words');
		await page.keyboard.press('Escape');

		await selectIn(page, answerId, 12);
		await expect(toolbar(page)).toBeVisible();
		await page.keyboard.press('Tab');
		await expect(toolbar(page).getByRole('button', { name: 'Quote' })).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(answer(page)).toHaveValue(new RegExp(`^> @${handle} `));

		await answer(page).fill('I think:');
		await page.locator(`article[id="${answerId}"]`).focus();
		await page.keyboard.press('q');
		await expect(answer(page)).toHaveValue(/^I think:\n\n> @/);
		await expect(answer(page)).toBeFocused();
		await answer(page).fill('');
	});

	test('goes into the comment that is open', async ({ page }) => {
		const { path, answerId, handle } = await answered();
		await signInAs(page, englishCustomer);
		await open(page, path);
		const article = page.locator(`article[id="${answerId}"]`);
		await article.getByText('Comment', { exact: true }).click();
		await expect(article.getByRole('textbox')).toBeFocused();
		await selectIn(page, answerId, 12);
		await toolbar(page).getByRole('button', { name: 'Quote' }).click();
		await expect(article.getByRole('textbox')).toHaveValue(new RegExp(`^> @${handle} `));
		await article.getByRole('textbox').fill('');
	});

	test('goes into the answer of a visitor, whose form comes alive only then', async ({ page }) => {
		const { path, answerId, handle } = await answered();
		await open(page, path);
		await selectIn(page, answerId, 12);
		await toolbar(page).getByRole('button', { name: 'Quote' }).click();
		await expect(answer(page)).toHaveValue(new RegExp(`^> @${handle} `));
		// Once alive it is offered by itself: the next words come below, and once.
		await selectIn(page, answerId, 12);
		await toolbar(page).getByRole('button', { name: 'Quote' }).click();
		await expect.poll(async () => (await answer(page).inputValue()).match(/> @/g)?.length).toBe(2);
	});

	test('has its button at the end of a phone’s screen', async ({ openPage }) => {
		const { path, answerId } = await answered();
		const page = await openPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
		await open(page, path);
		await page.locator(`article[id="${answerId}"]`).scrollIntoViewIfNeeded();
		await selectIn(page, answerId, 12);
		await expect(toolbar(page)).toBeVisible();
		const place = await toolbar(page).boundingBox();
		expect(place!.y + place!.height).toBeGreaterThan(780);
		expect(place!.x).toBeGreaterThanOrEqual(0);
		expect(place!.x + place!.width).toBeLessThanOrEqual(390);
	});
});

describe('shortcuts of a single key', () => {
	test('can be switched off on this device, without an account', async ({ page }) => {
		await open(page, '/');
		await page.keyboard.press('?');
		await page.getByRole('checkbox', { name: 'Shortcuts of a single key' }).uncheck();
		await page.keyboard.press('Escape');
		for (const reloaded of [false, true]) {
			if (reloaded) await page.reload();
			await hydrated(page);
			for (const key of ['?', '/', 'a', 'g', 'h']) await page.keyboard.press(key);
			await expect(page.getByRole('dialog')).toHaveCount(0);
			expect(new URL(page.url()).pathname).toBe('/');
			expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
		}
		// The list is still there for a click, and brings them back.
		await page.getByRole('button', { name: 'Keyboard' }).click();
		await page.getByRole('checkbox', { name: 'Shortcuts of a single key' }).check();
		await page.keyboard.press('Escape');
		await page.keyboard.press('/');
		await expect(page.locator('[data-search]')).toBeFocused();
	});

	test('lead into the field of the search page where the header has none', async ({ openPage }) => {
		const page = await openPage({ viewport: { width: 390, height: 844 } });
		await open(page, '/');
		await page.keyboard.press('/');
		await page.waitForURL('**/search');
		await expect(page.getByRole('main').getByRole('searchbox')).toBeFocused();
	});

	test('can be switched off by a member, for all devices', async ({ page }) => {
		await signInAs(page, englishCustomer);
		await open(page, '/settings');
		await page.getByLabel('Shortcuts of a single key').uncheck();
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await expect(page.getByLabel('Shortcuts of a single key')).not.toBeChecked();
		await open(page, '/');
		await page.keyboard.press('?');
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await page.getByRole('button', { name: 'Keyboard' }).click();
		const kept = page.waitForResponse((reply) => reply.url().endsWith('/api/me'));
		await page.getByRole('checkbox', { name: 'Shortcuts of a single key' }).check();
		await kept;
		await open(page, '/');
		await page.keyboard.press('?');
		await expect(page.getByRole('dialog')).toBeVisible();
	});
});
