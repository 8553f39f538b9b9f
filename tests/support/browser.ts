// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect as patiently } from '@playwright/test';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { inject, test as base } from 'vitest';
import { signIn } from '@ikatan/contracts/accounts';
import { community } from '../../api/demo/content/index.ts';
import type { Product } from './product.ts';
import type {} from './setup-e2e.ts';

/** Machines that run tests are often busy with something else, too. */
export const expect = patiently.configure({ timeout: 10_000 });

/** Which running product somebody signs in to. */
type Place = Pick<Product, 'origin' | 'password'>;

/** Opens a page in a browser context of its own, so that each page is another person. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

// `--no-sandbox`: containers forbid Chromium the namespaces that its sandbox is made of.
const flags = ['--no-sandbox', '--disable-dev-shm-usage'];

/** `test` with a browser, a `page` of a visitor, and `openPage` for everybody else in the story. */
export const test = base
	.extend('browser', { scope: 'file' }, async ({}, { onCleanup }): Promise<Browser> => {
		const browser = await chromium.launch({ executablePath: inject('product').chromium, args: flags });
		onCleanup(() => browser.close());
		return browser;
	})
	.extend('openPage', async ({ browser, task }, { onCleanup }): Promise<OpenPage> => {
		const opened: Page[] = [];
		const problems: string[] = [];
		onCleanup(async () => {
			if (task.result?.state === 'fail') await keepPictures(opened, task.fullName);
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

async function keepPictures(pages: Page[], testName: string): Promise<void> {
	const folder = path.join('test-results', testName.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120));
	mkdirSync(folder, { recursive: true });
	for (const [place, page] of pages.entries()) {
		await page.screenshot({ path: path.join(folder, `page-${place + 1}.png`), fullPage: true }).catch(() => {});
	}
}

/** Waits until the page's scripts have taken over: a click before that goes the way without JavaScript. */
export async function hydrated(page: Page): Promise<void> {
	await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Goes to an address and waits until its scripts run. */
export async function open(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await hydrated(page);
}

/** Signs the person behind this page in as a member of the demo community, by handle, without going through the form. */
export async function signInAs(page: Page, handle: string, place: Place = inject('product')): Promise<void> {
	const member = community.members.find((candidate) => candidate.handle === handle);
	if (!member) throw new Error(`The demo community has no member ${handle}`);
	await signInWith(page, member.mail, place);
}

/** The same by mail address, with the password that all have. */
export async function signInWith(page: Page, mail: string, { origin, password }: Place): Promise<void> {
	const reply = await page.request.post(origin + signIn.path, { data: { mail, password }, headers: { origin } });
	if (reply.status() !== signIn.status)
		throw new Error(`${mail} was not let in (${reply.status()}): ${await reply.text()}`);
}
