/// <reference lib="dom" />
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { lookThrough, type Seen } from './in-page.ts';

/** A page to look at: where, as whom, which words must stand there, whole. */
export type Visit = { path: string; cookie?: string; expected: string[] };

/** Something that a page did or held and must not, in words. */
export type Finding = { what: string; where: string };

/** Everything that a page does which none of ours does by itself. */
function trap(page: Page, origin: string, note: (what: string) => void): void {
	page.on('dialog', (dialog) => {
		note(`dialog ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('request', (request) => {
		const url = new URL(request.url());
		if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol)) note(`request to ${request.url()}`);
	});
	page.on('popup', (popup) => {
		note(`window ${popup.url()}`);
		void popup.close();
	});
	page.on('pageerror', (error) => note(`script broke: ${error.message}`));
	page.on('console', (message) => {
		if (/content security policy/i.test(message.text())) note(`policy refused: ${message.text().slice(0, 200)}`);
	});
	page.on('download', () => note('download'));
}

/** A browser that visits pages, several at a time, and says what went wrong on them. */
export class Watcher {
	private readonly browser: Browser;
	private readonly origin: string;
	private readonly contexts = new Map<string, Promise<BrowserContext>>();

	constructor(browser: Browser, origin: string) {
		this.browser = browser;
		this.origin = origin;
	}

	static async open(executablePath: string, origin: string): Promise<Watcher> {
		return new Watcher(await launchBrowser(executablePath, { endsItself: true }), origin);
	}

	/** Loads a page with its scripts, waits until they have taken over, and looks through it. */
	async load({ path, cookie = '', expected }: Visit): Promise<Finding[]> {
		const found: Finding[] = [];
		const page = await (await this.as(cookie)).newPage();
		trap(page, this.origin, (what) => void found.push({ what, where: path }));
		try {
			await page.goto(this.origin + path, { waitUntil: 'load', timeout: 60_000 });
			await page.locator('html[data-hydrated]').waitFor({ state: 'attached', timeout: 30_000 });
			const seen = await page.evaluate(lookThrough, { pages: [{ expected }], here: `${this.origin}/` });
			found.push(...seen.flatMap((one) => findings(one, path)));
			const { origin, pathname } = new URL(page.url());
			if (origin !== this.origin) found.push({ what: `led to ${origin}${pathname}`, where: path });
		} catch (error) {
			found.push({ what: `did not load: ${String(error).slice(0, 200)}`, where: path });
		}
		await page.close();
		return found;
	}

	/** Reads many pages as the browser's own parser does, without running them. */
	async parse(visits: (Visit & { html: string })[]): Promise<Finding[]> {
		const page = await (await this.as('')).newPage();
		const seen = await page.evaluate(lookThrough, { pages: visits, here: `${this.origin}/` });
		await page.close();
		return seen.flatMap((one, index) => findings(one, visits[index]!.path));
	}

	/** Reads XML as the browser does: what is wrong with it, or the text of every element of a name, in order. */
	async parseXml(xml: string, name: string): Promise<{ problem: string | null; texts: string[] }> {
		const page = await (await this.as('')).newPage();
		const read = await page.evaluate(
			({ xml: text, name: wanted }) => {
				const read = new DOMParser().parseFromString(text, 'application/xml');
				const problem = read.querySelector('parsererror')?.textContent ?? null;
				return { problem, texts: [...read.getElementsByTagName(wanted)].map((one) => one.textContent ?? '') };
			},
			{ xml, name },
		);
		await page.close();
		return read;
	}

	close(): Promise<void> {
		return this.browser.close();
	}

	private as(cookie: string): Promise<BrowserContext> {
		const known = this.contexts.get(cookie);
		if (known) return known;
		const made = this.browser
			.newContext({ reducedMotion: 'reduce', locale: 'en-GB', serviceWorkers: 'block' })
			.then(async (context) => {
				const cookies = cookie.split('; ').filter(Boolean);
				await context.addCookies(
					cookies.map((pair) => ({ name: pair.split('=')[0]!, value: pair.split('=')[1]!, url: this.origin })),
				);
				return context;
			});
		this.contexts.set(cookie, made);
		return made;
	}
}

function findings({ dangers, missing }: Seen, where: string): Finding[] {
	return [
		...dangers.map((what) => ({ what, where })),
		...missing.map((text) => ({ what: `nowhere as it was typed: ${JSON.stringify(text.slice(0, 120))}`, where })),
	];
}
