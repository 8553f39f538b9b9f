// What is handed to `evaluate` runs in a page.
/// <reference lib="dom" />
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { hydrated, mailOf, signInWith } from '../support/visits.ts';
import type { Place } from '../support/visits.ts';
import type { State } from './states.ts';

/** In which window, colours and language a page is looked at. */
export type Dress = { width: 1440 | 390; theme: 'light' | 'dark'; language: 'en' | 'id' };

const heights = { 1440: 900, 390: 844 };
const tallest = 4000;

/** Opens a page in a browser context of its own that looks at the product in this dress, signed in when `as` names a demo member. */
export async function enter(browser: Browser, place: Place, dress: Dress, as?: string): Promise<Page> {
	const context: BrowserContext = await browser.newContext({
		baseURL: place.origin,
		viewport: { width: dress.width, height: heights[dress.width] },
		colorScheme: dress.theme,
		locale: dress.language === 'id' ? 'id-ID' : 'en-GB',
		timezoneId: 'Asia/Jakarta',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	if (as) await signInWith(page, mailOf(as), place);
	return page;
}

/** Goes to the page, does there what its state needs, and waits for scripts, fonts and pictures. */
export async function bring(page: Page, { path, act }: State): Promise<void> {
	await page.goto(path);
	await hydrated(page);
	await act?.(page);
	await page.evaluate(async () => {
		await document.fonts.ready;
		await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
	});
}

/** From its beginning, and with all that would be drawn only when somebody scrolls to it. */
async function unfold(page: Page): Promise<void> {
	await page.evaluate(() => {
		const all = new CSSStyleSheet();
		all.replaceSync('* { content-visibility: visible !important; }');
		document.adoptedStyleSheets.push(all);
		scrollTo(0, 0);
	});
}

/** A lossless WebP picture of the window, or of the whole page down to 4,000 px where nothing lies above it. */
export async function picture(page: Page, whole: boolean): Promise<Buffer> {
	const { width, height } = page.viewportSize()!;
	// What lies above the page covers the window, not the page.
	const covered = (await page.locator('dialog[open], :popover-open').count()) > 0;
	const all = whole && !covered;
	if (all) await unfold(page);
	const long = all ? await page.evaluate(() => document.documentElement.scrollHeight) : height;
	const png = await page.screenshot({
		animations: 'disabled',
		caret: 'hide',
		...(all && { fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(long, tallest) } }),
	});
	return await sharp(png).webp({ lossless: true, effort: 2 }).toBuffer();
}

/** Gives every time on the page the same words, so that pictures of different days can be compared. */
export async function stopTime(page: Page): Promise<void> {
	await page.evaluate(() => {
		for (const time of document.querySelectorAll('time')) time.textContent = 'some time ago';
	});
}
