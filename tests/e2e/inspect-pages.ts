// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { expect, open } from '../support/browser.ts';
import { axeFindings, collectConsole, overflowOf, unstyledOf } from '../support/inspection.ts';
import type { TestedPage } from './pages.ts';

const height = 900;

/**
 * Looks a page over as it is read on a desk and on a phone, in light and in dark: nothing that axe finds, nothing on the
 * console, one heading, every part with its styles, nothing wider than the window. Between the two dresses only colours differ.
 */
export async function inspect(page: Page, { path, status = 200 }: TestedPage): Promise<void> {
	const complaints = collectConsole(page);
	await page.setViewportSize({ width: 1440, height });
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	const replied = page.waitForResponse((response) => response.request().isNavigationRequest());
	await open(page, path);
	expect((await replied).status()).toBe(status);
	await expect(page.locator('h1')).toHaveCount(1);
	expect(await unstyledOf(page)).toEqual([]);

	expect(await axeFindings(page), 'on a desk').toEqual([]);
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await axeFindings(page, ['color-contrast']), 'on a desk, dark').toEqual([]);
	await page.setViewportSize({ width: 390, height });
	expect(await axeFindings(page), 'on a phone, dark').toEqual([]);
	await page.emulateMedia({ colorScheme: 'light' });
	expect(await axeFindings(page, ['color-contrast']), 'on a phone').toEqual([]);
	for (const width of [390, 320]) {
		await page.setViewportSize({ width, height });
		expect(await overflowOf(page), `at ${width} px`).toBeLessThanOrEqual(0);
	}
	await page.evaluate(() => (document.documentElement.dir = 'rtl'));
	expect(await overflowOf(page), 'from right to left').toBeLessThanOrEqual(0);
	expect(complaints).toEqual([]);
}
