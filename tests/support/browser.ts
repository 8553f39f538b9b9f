/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect as patiently } from '@playwright/test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { inject, test as base } from 'vitest';
import { launchBrowser } from './chromium.ts';
import type {} from './setup-e2e.ts';
import { mailOf, signInWith } from './visits.ts';
import type { Place } from './visits.ts';

export { hydrated, open } from './visits.ts';

/** Machines that run tests are often busy with something else, too. */
export const expect = patiently.configure({ timeout: 10_000 });

/** Opens a page in a browser context of its own, so that each page is another person. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

/** `test` with a browser, a `page` of a visitor, and `openPage` for everybody else in the story. */
export const test = base
	.extend('browser', { scope: 'file' }, async ({}, { onCleanup }): Promise<Browser> => {
		const browser = await launchBrowser(inject('product').chromium);
		onCleanup(() => browser.close());
		return browser;
	})
	.extend('openPage', async ({ browser, task }, { onCleanup }): Promise<OpenPage> => {
		const opened: Page[] = [];
		const problems: string[] = [];
		const asked: string[] = [];
		onCleanup(async () => {
			if (task.result?.state === 'fail') await keepEvidence(opened, task.fullName, asked);
			for (const page of opened) await page.context().close();
			if (problems.length > 0) throw new Error(`The browser complained:\n${problems.join('\n')}`);
		});
		return async (options) => {
			const context = await browser.newContext({
				baseURL: inject('product').origin,
				locale: 'en-GB',
				reducedMotion: 'reduce',
				...options,
			});
			const page = await context.newPage();
			page.setDefaultTimeout(10_000);
			collectProblems(page, problems);
			page.on('response', (reply) => {
				if (/\/api\//.test(reply.url())) asked.push(`${reply.request().method()} ${reply.url()} ${reply.status()}`);
			});
			opened.push(page);
			return page;
		};
	})
	.extend('page', async ({ openPage }): Promise<Page> => openPage());

/** A script that broke, and whatever the content security policy refused, are failures of every test. */
function collectProblems(page: Page, problems: string[]): void {
	page.on('pageerror', (error) => void problems.push(`${page.url()}: ${error.stack ?? error.message}`));
	page.on('console', (message) => {
		if (message.type() === 'error' && /content security policy/i.test(message.text()))
			problems.push(`${page.url()}: ${message.text()}`);
	});
}

const lastRequests = 12;

/** A picture of every page, and in words what stood there: a machine that runs tests alone keeps no pictures. */
async function keepEvidence(pages: Page[], testName: string, asked: string[]): Promise<void> {
	const folder = path.join('test-results', testName.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120));
	mkdirSync(folder, { recursive: true });
	const told: string[] = [];
	for (const [place, page] of pages.entries()) {
		await page.screenshot({ path: path.join(folder, `page-${place + 1}.png`), fullPage: true }).catch(() => {});
		told.push(`${page.url()}\n${await page.evaluate(wordsInSight).catch(String)}`);
	}
	console.error(
		`${testName} failed at\n${told.join('\n')}\nwhat it asked last:\n${asked.slice(-lastRequests).join('\n')}`,
	);
}

/** Runs in the page: what has the focus, what is announced, and which dialogs are open. */
function wordsInSight(): string {
	const short = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 300);
	const said = [...document.querySelectorAll<HTMLElement>('[role="alert"], [role="status"], dialog[open]')]
		.map((element) => `${element.role ?? element.localName}: ${short(element.innerText)}`)
		.filter((line) => !line.endsWith(': '));
	// The element itself, without what stands in it.
	const focused = document.activeElement?.cloneNode() as Element | undefined;
	return [`focus: ${short(focused?.outerHTML ?? '')}`, ...said].join('\n');
}

/** Signs the person behind this page in as a member of the demo community, by handle, without going through the form. */
export async function signInAs(page: Page, handle: string, place: Place = inject('product')): Promise<void> {
	await signInWith(page, mailOf(handle), place);
}
