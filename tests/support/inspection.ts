// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds on the page as it stands, one line each; `rules` narrows what it looks for. */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const { violations } = await page.evaluate(async (only) => {
		const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
		return await inPage.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) });
	}, rules);
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** CSS pixels by which the page is wider than its window. */
export async function overflowOf(page: Page): Promise<number> {
	return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Classes of components on the page whose styles did not come with it. */
export async function unstyledOf(page: Page): Promise<string[]> {
	return await page.evaluate(() => {
		const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join();
		const classes = [...document.querySelectorAll('[class*="svelte-"]')].flatMap((element) => [...element.classList]);
		return [...new Set(classes)].filter((name) => name.startsWith('svelte-') && !rules.includes(`.${name}`));
	});
}

/** Collects what the browser's console calls an error, but for replies that are refusals by design (4xx of pages and forms). */
export function collectConsole(page: Page): string[] {
	const found: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text()))
			found.push(`${page.url()}: ${message.text()}`);
	});
	return found;
}
