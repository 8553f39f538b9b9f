// What tests hand to `evaluate` runs in a page.
/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import { expect } from './browser.ts';

/** Why somebody who has only the keyboard would not know where they are; nothing when they do. */
function whyFocusIsNotSeen(): string {
	const place = document.activeElement;
	if (!(place instanceof HTMLElement) || place === document.body) return 'nothing has the focus';
	const name = place.outerHTML.slice(0, 160);
	const around: Element[] = [];
	for (let one: Element | null = place; one && around.length < 8; one = one.parentElement) around.push(one);
	const ringed = around.some((one) => {
		// The post that the address names has a ground of its own.
		if (one.classList.contains('pointedAt')) return true;
		const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
		return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow.includes('inset');
	});
	if (!ringed) return `no ring around ${name}`;
	const { left, top, width, height } = place.getBoundingClientRect();
	// Of something tall, a part is enough.
	if (height > innerHeight / 2) return top < innerHeight && top + height > 0 ? '' : `out of sight: ${name}`;
	const shown = document.elementFromPoint(left + width / 2, top + height / 2);
	const uncovered = shown !== null && (place.contains(shown) || shown.contains(place));
	return uncovered ? '' : `covered or out of sight: ${name}`;
}

/** Waits until what has the focus is seen to have it; scrolling may take its moment. */
export async function expectFocusSeen(page: Page): Promise<void> {
	await expect.poll(() => page.evaluate(whyFocusIsNotSeen)).toBe('');
}

/** Presses Tab until it is there, and looks at each stop on the way. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
	await expect(target).toBeVisible();
	for (let presses = 0; presses < 150; presses++) {
		await page.keyboard.press(key);
		// Behind the last stop the browser's own window begins.
		if (await page.evaluate(() => document.activeElement === document.body)) continue;
		await expectFocusSeen(page);
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error(`The keyboard does not lead to ${String(target)}`);
}

/** Goes there with Tab and presses Enter. */
export async function press(page: Page, target: Locator): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press('Enter');
}
