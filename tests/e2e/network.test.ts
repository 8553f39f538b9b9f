// What tests hand to `evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { expect, open, test } from '../support/browser.ts';
import { ask, comeAs } from '../support/story.ts';

const field = (page: Page) => page.getByRole('textbox', { name: 'Your answer' });
const send = (page: Page) => page.getByRole('button', { name: 'Post answer' });

/** All that this device keeps of the member who writes. */
const keptOnDevice = (page: Page) =>
	page.evaluate(() =>
		Object.entries(localStorage)
			.filter(([name]) => name.startsWith('ikatan:'))
			.map(([, text]) => String(text))
			.join('\n'),
	);

describe('a network that fails while somebody writes', () => {
	test('leaves the text on the page and on the device, says so, and takes it when it is back', async ({ page }) => {
		await comeAs(page, 'Eka Offline');
		await open(page, await ask(page, 'Pulley squeaks when it rains'));
		const words = 'Grease the pulley before the rain comes.';
		await page.context().setOffline(true);
		await field(page).fill(words);
		await expect.poll(() => keptOnDevice(page)).toContain(words);
		await expect(page.getByText('Not connected: kept on this device for now')).toBeVisible();
		await send(page).click();
		await expect(page.getByText('The community could not be reached. Nothing is lost')).toBeVisible();
		await expect(page.getByRole('group', { name: 'That did not work yet' })).toBeFocused();
		await expect(field(page)).toHaveValue(words);
		await expect.poll(() => keptOnDevice(page)).toContain(words);

		await page.context().setOffline(false);
		await expect(page.getByText('Not connected: kept on this device for now')).toHaveCount(0, { timeout: 20_000 });
		await send(page).click();
		await expect(page.getByRole('article').filter({ hasText: words })).toHaveCount(1);
		await expect(field(page)).toHaveValue('');
		await page.reload();
		await expect(page.getByRole('article').filter({ hasText: words })).toHaveCount(1);
		await expect(field(page)).toHaveValue('');
		expect(await keptOnDevice(page)).toBe('');
	});

	test('does not take the text along when the page is loaded anew, but signing out does', async ({ page }) => {
		await comeAs(page, 'Fitri Offline');
		const address = await ask(page, 'Valve hisses on Sundays');
		await open(page, address);
		// The server takes no draft: all there is lies on the device.
		await page.route('**/api/drafts/**', (route) => route.abort('connectionfailed'));
		const words = 'It is the valve of the church organ.';
		await field(page).fill(words);
		await expect(page.getByText('Not connected: kept on this device for now')).toBeVisible();
		await page.reload();
		await expect(field(page)).toHaveValue(words);
		await expect.poll(() => keptOnDevice(page)).toContain(words);

		await page.getByRole('button', { name: 'Your account' }).click();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
		expect(await keptOnDevice(page)).toBe('');
		await comeAs(page, 'Gita Offline');
		await open(page, address);
		await expect(page.getByRole('button', { name: 'Your account' })).toBeVisible();
		await expect(field(page)).toHaveValue('');
	});
});

describe('a slow network', () => {
	test('takes nothing away that is typed or unfolded before the scripts run', async ({ page }) => {
		await comeAs(page, 'Hana Early');
		const address = await ask(page, 'Crank turns by itself');
		const scripts: (() => void)[] = [];
		let arrived = false;
		await page.route('**/*.js', async (route) => {
			if (!arrived) await new Promise<void>((letGo) => scripts.push(letGo));
			await route.continue();
		});
		const letScriptsArrive = async () => {
			arrived = true;
			for (const letGo of scripts.splice(0)) letGo();
			await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
		};

		await page.goto('/ask?title=What+the+address+says', { waitUntil: 'commit' });
		await page.getByLabel('Title').fill('Crank turns and nobody is there');
		await page.getByLabel('Where does it belong?').selectOption({ index: 1 });
		await page.getByRole('textbox', { name: 'Details' }).fill('Round and round.');
		await page.getByLabel('Tags').fill('crank');
		await page.getByText('Problem', { exact: true }).click();
		await letScriptsArrive();
		await expect(page.getByText('Draft kept')).toBeVisible();
		await expect(page.getByLabel('Title')).toHaveValue('Crank turns and nobody is there');
		await expect(page.getByLabel('Where does it belong?')).not.toHaveValue('0');
		await expect(page.getByRole('textbox', { name: 'Details' })).toHaveValue('Round and round.');
		await expect(page.getByLabel('Tags')).toHaveValue('crank');
		await expect(page.getByRole('button', { name: 'Post problem' })).toBeVisible();

		arrived = false;
		await page.goto(address, { waitUntil: 'commit' });
		await page.getByText('Solved another way').click();
		await page.getByLabel('What solved it?').fill('A new crank.');
		await field(page).fill('Hold it.');
		await letScriptsArrive();
		await expect(field(page)).toHaveValue('Hold it.');
		await expect(page.getByLabel('What solved it?')).toBeVisible();
		await expect(page.getByLabel('What solved it?')).toHaveValue('A new crank.');
		await expect(page.getByText('Draft kept')).toBeVisible();
	});
});
