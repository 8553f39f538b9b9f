import { describe } from 'vitest';
import { community } from '../../api/demo/content/index.ts';
import { translate } from '@ikatan/messages';
import type { MessageKey } from '@ikatan/messages';
import type { Page } from 'playwright-core';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { axeFindings } from '../support/inspection.ts';

const admin = community.members.find(({ role }) => role === 'admin')!;
const words = (key: MessageKey, params?: Record<string, string | number>) => translate(admin.language, key, params);
const button = (page: Page, key: MessageKey) => page.getByRole('main').getByRole('button', { name: words(key) });
const changes = (page: Page) => page.getByRole('main').locator('section', { hasText: words('site-settings.changes') });

describe('settings', () => {
	for (const javaScriptEnabled of [true, false]) {
		const way = javaScriptEnabled ? 'with script' : 'without script';

		test(`change, refuse what is out of bounds, and are taken back, ${way}`, async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			const show = async (address: string) => {
				if (javaScriptEnabled) await open(page, address);
				else await page.goto(address);
			};
			await signInAs(page, admin.handle);
			await show('/admin/settings/questions');
			const field = page.locator('[name="ideaVoteBudget"]');
			await expect(field).toHaveValue('10');
			await field.fill('99999');
			await page.locator('[name="acceptReminderDays"]').fill('2, 5');
			await button(page, 'admin.save').click();
			await expect(
				page.getByText(words('site-settings.between', { min: '1', max: admin.language === 'id' ? '1.000' : '1,000' })),
			).toBeVisible();
			await expect(page.locator('[name="acceptReminderDays"]')).toHaveValue('2, 5');
			expect(await page.locator('[name="ideaVoteBudget"]').inputValue()).toBe('99999');
			await field.fill('4');
			await button(page, 'admin.save').click();
			await expect(changes(page)).toContainText('10 → 4');
			await expect(changes(page)).toContainText('3, 7, 30 → 2, 5');
			await show('/admin/settings/questions');
			await expect(field).toHaveValue('4');
			const toDefault = button(page, 'site-settings.backToDefault').filter({
				hasText: words('site-settings.ideaVoteBudget'),
			});
			await toDefault.click();
			await expect(field).toHaveValue('10');
			await show('/admin/settings/questions');
			await expect(field).toHaveValue('4');
			await button(page, 'site-settings.undo').click();
			await expect(field).toHaveValue('10');
			await expect(page.locator('[name="acceptReminderDays"]')).toHaveValue('3, 7, 30');
		});

		test(`try watched words as they stand, ${way}`, async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			await signInAs(page, admin.handle);
			await page.goto('/admin/settings/words');
			if (javaScriptEnabled) await open(page, '/admin/settings/words');
			const kept = await page.locator('[name="hold"]').inputValue();
			await page.locator('[name="hold"]').fill('gift card\n*');
			await page.locator('[name="text"]').fill('A GIFT card for you');
			await button(page, 'site-settings.tryButton').click();
			await expect(page.getByText(words('site-settings.wordLine', { line: '*' })).first()).toBeVisible();
			await page.locator('[name="hold"]').fill('gift card');
			await button(page, 'site-settings.tryButton').click();
			const hit = { words: 'GIFT card', pattern: 'gift card', action: words('site-settings.action.hold') };
			await expect(page.getByText(words('site-settings.tryHit', hit))).toBeVisible();
			await expect(page.locator('[name="hold"]')).toHaveValue('gift card');
			await page.goto('/admin/settings/words');
			await expect(page.locator('[name="hold"]')).toHaveValue(kept);
		});
	}
});

describe('the look', () => {
	test('reaches visitors within seconds, refuses what cannot be read, and is taken back', async ({ openPage }) => {
		const [page, visitor] = [await openPage(), await openPage({ colorScheme: 'light' })];
		const accent = () =>
			visitor.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'));
		await visitor.goto('/');
		const own = await accent();
		await signInAs(page, admin.handle);
		await open(page, '/admin/brand');
		await page.locator('[name="accentLight"]').fill('#ffe066');
		await expect(page.getByText('✗').first()).toBeVisible();
		await button(page, 'brand.save').click();
		await expect(page.getByText(words('errors.contrast-too-low')).first()).toBeVisible();
		await page.locator('[name="accentLight"]').fill('#0b6b3a');
		await button(page, 'brand.save').click();
		await expect(changes(page)).toContainText('#0b6b3a');
		await expect
			.poll(async () => {
				await visitor.goto('/');
				return await accent();
			})
			.toContain('#0b6b3a');
		expect(await axeFindings(visitor)).toEqual([]);
		const sheet = await visitor.locator('link[href^="/brand.css"]').getAttribute('href');
		const reply = await visitor.request.get(sheet!);
		expect(reply.headers()['content-type']).toContain('text/css');
		expect(reply.headers()['cache-control']).toContain('immutable');
		expect(await reply.text()).toMatch(/^:root:root\{--[^<]*\}\s*$/);
		await open(page, '/admin/brand');
		await button(page, 'site-settings.undo').click();
		await expect
			.poll(async () => {
				await visitor.goto('/');
				return await accent();
			})
			.toBe(own);
		await expect(visitor.locator('link[href^="/brand.css"]')).toHaveCount(0);
	});

	test('of the home page: its own words, and blocks moved without script', async ({ openPage }) => {
		const [page, visitor] = [await openPage({ javaScriptEnabled: false }), await openPage()];
		await signInAs(page, admin.handle);
		await page.goto('/admin/home');
		await page.locator('[name="shown"][value="text"]').check();
		await page.locator('[name="shown"][value="hello"]').uncheck();
		await page.locator('[name="text"]').fill('## Begin here\n\nRead *this* first.');
		const up = page.locator('button[value="text up"]');
		for (let step = 0; step < 5; step++) await up.click();
		await expect(page.locator('[name="order"]').first()).toHaveValue('text');
		await expect(page.locator('[name="shown"][value="hello"]')).not.toBeChecked();
		await expect(page.getByRole('heading', { name: 'Begin here' })).toBeVisible();
		await button(page, 'brand.homeSave').click();
		await expect
			.poll(async () => {
				await visitor.goto('/');
				return await visitor.getByRole('heading', { name: 'Begin here' }).count();
			})
			.toBe(1);
		await expect(visitor.getByRole('heading', { level: 1 })).toHaveCount(1);
		expect(await axeFindings(visitor)).toEqual([]);
		await page.goto('/admin/home');
		await button(page, 'site-settings.undo').click();
	});
});

describe('running it', () => {
	test('a test mail arrives in the mailbox, and the index is made anew', async ({ openPage }) => {
		const page = await openPage();
		await signInAs(page, admin.handle);
		await open(page, '/admin/mail');
		await button(page, 'running.testButton').click();
		await expect(page.getByRole('main')).toContainText(
			words('running.testKept', { mail: admin.mail, at: '' }).slice(0, 20),
		);
		await open(page, '/admin/search');
		await page.locator('summary', { hasText: words('running.rebuild') }).click();
		await button(page, 'running.rebuildYes').click();
		await expect(page.getByText(words('running.neverRebuilt'))).toHaveCount(0, { timeout: 30_000 });
	});
});
