import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { expect, hydrated, open, signInAs, test } from '../support/browser.ts';
import { answer, ask, comeAs } from '../support/story.ts';
import { moderator } from './pages.ts';

/** The moderator of the demo reads Indonesian: buttons are found by what they do. */
const press = (page: Page, act: string) => page.locator(`button[name="act"][value="${act}"]`).click();
const undo = (page: Page) => page.getByRole('status').locator('form[action="?/undo"] button').click();
const reason = (page: Page) => page.locator('input[name="reason"]').first();

describe('a moderator', () => {
	for (const javaScriptEnabled of [true, false]) {
		const how = javaScriptEnabled ? 'with' : 'without';

		test(`closes a thread with a reason and undoes it, ${how} JavaScript`, async ({ openPage }) => {
			const asker = await openPage();
			await comeAs(asker, `Closed ${how}`);
			const thread = await ask(asker, `Sparrow drawer squeaks ${how} a reason`);
			const page = await openPage({ javaScriptEnabled });
			await signInAs(page, moderator);
			await page.goto(thread);
			await page.locator('header a[href^="/moderate/threads/"]').click();
			await page.waitForURL(/\/moderate\/threads\//);
			if (javaScriptEnabled) await hydrated(page);
			await press(page, 'close');
			await expect(reason(page)).toHaveAttribute('aria-invalid', 'true');
			await reason(page).fill('It is in the manual.');
			await press(page, 'close');
			await page.waitForURL(/did=close/);
			await open(asker, thread);
			await expect(asker.getByText('It is in the manual.')).toBeVisible();
			await undo(page);
			await page.waitForURL(/did=undo/);
			await open(asker, thread);
			await expect(asker.getByText('It is in the manual.')).toHaveCount(0);
		});
	}

	test('closes and locks a thread: readers see why, and its author finds both in the inbox', async ({ openPage }) => {
		const [asker, page] = [await openPage(), await openPage()];
		await comeAs(asker, 'Locked asker');
		const thread = await ask(asker, 'Plover till is locked and closed');
		await signInAs(page, moderator);
		await page.goto(`/moderate/threads/${/\/threads\/(\d+)/.exec(thread)?.[1]}`);
		await hydrated(page);
		await reason(page).fill('Plovers are birds.');
		await press(page, 'close');
		await page.waitForURL(/did=close/);
		await reason(page).fill('No more of plovers.');
		await press(page, 'lock');
		await page.waitForURL(/did=lock/);
		await open(asker, thread);
		await expect(asker.getByText('This thread is locked')).toBeVisible();
		await expect(asker.getByText('Plovers are birds.')).toBeVisible();
		for (const said of ['It is locked', 'No more of plovers.', 'It is closed', 'Plovers are birds.']) {
			await expect(async () => {
				await open(asker, '/inbox');
				await expect(asker.getByRole('main').getByText(said)).toBeVisible({ timeout: 1000 });
			}).toPass({ timeout: 10_000 });
		}
	});

	test('hides an answer: it leaves open pages, its author reads why', async ({ openPage }) => {
		const [asker, helper, page] = [await openPage(), await openPage(), await openPage()];
		await comeAs(asker, 'Hidden asker');
		await comeAs(helper, 'Hidden helper');
		const thread = await ask(asker, 'Heron scanner hides its light');
		const path = await answer(helper, thread, 'A rude heron of an answer.');
		await open(asker, thread);
		await expect(asker.getByText('A rude heron')).toBeVisible();
		await signInAs(page, moderator);
		await page.goto(`/moderate/posts/${/#(\d+)$/.exec(path)?.[1]}`);
		await hydrated(page);
		await reason(page).fill('Please stay friendly.');
		await press(page, 'hold');
		await page.waitForURL(/did=hold/);
		await expect(asker.getByText('A rude heron')).toHaveCount(0, { timeout: 10_000 });
		await open(helper, thread);
		await expect(helper.getByText('Reason: Please stay friendly.')).toBeVisible();
	});

	test('splits an answer off and merges it back: the addresses lead there', async ({ openPage }) => {
		const [asker, page] = [await openPage(), await openPage()];
		await comeAs(asker, 'Split asker');
		const thread = await ask(asker, 'Cormorant printer feeds twice');
		await answer(asker, thread, 'My cormorant drawer is stuck as well.');
		await signInAs(page, moderator);
		const id = /\/threads\/(\d+)/.exec(thread)?.[1];
		await page.goto(`/moderate/threads/${id}`);
		await hydrated(page);
		await page.locator('summary').last().click();
		await page.locator('input[name="postIds"]').check();
		await page.locator('#split-title').fill('Cormorant drawer is stuck');
		await page.locator('#split-reason').fill('Drawers are no printers.');
		await page.locator('form[action="?/split"] button[type="submit"]').click();
		await page.waitForURL(/did=split/);
		await expect(async () => {
			await open(asker, '/inbox');
			const said =
				'It is in a thread of its own now: “Cormorant drawer is stuck”. The reason: Drawers are no printers.';
			await expect(asker.getByRole('main').getByText(said)).toBeVisible({ timeout: 1000 });
		}).toPass({ timeout: 10_000 });
		const made = new URL(page.url()).searchParams.get('to') ?? '';
		await page.goto(`/moderate/threads/${/\/threads\/(\d+)/.exec(made)?.[1]}`);
		await hydrated(page);
		await page.locator('#merge-intoThreadId').fill(thread);
		await page.locator('form[action="?/merge"] button[type="submit"]').click();
		await page.waitForURL(/did=merge/);
		await open(asker, made);
		expect(new URL(asker.url()).pathname).toBe(thread);
		await expect(asker.getByText('My cormorant drawer')).toBeVisible();
	});
});
