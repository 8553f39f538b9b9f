// npm run screenshots [words…] : photographs every page of the product in its states, 1440 and 390 px wide, light and dark, in
// English and Indonesian, into `screenshots/`, with an `index.html` to look at them one by one. Words narrow it down to pages
// whose address holds one of them. `--main` takes anew the pictures that CI compares the main pages with (tests/looks/main).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { setUp } from '@ikatan/contracts/settings';
import { newSetupCode } from '../../api/src/modules/setup/index.ts';
import { connect } from '../../api/src/platform/db.ts';
import { launchBrowser, unpackChromium } from '../support/chromium.ts';
import { startProduct } from '../support/product.ts';
import type { Product } from '../support/product.ts';
import { joinServices } from '../support/services.ts';
import type { TestServices } from '../support/services.ts';
import { signInWith } from '../support/visits.ts';
import { mainPictures } from './main.ts';
import { bring, enter, picture } from './photographer.ts';
import type { Dress } from './photographer.ts';
import { demoStates, emptyPaths } from './states.ts';
import type { State } from './states.ts';

const { values, positionals: words } = parseArgs({ allowPositionals: true, options: { main: { type: 'boolean' } } });
const folder = path.resolve('screenshots');
const dresses = ([1440, 390] as const).flatMap((width) =>
	(['light', 'dark'] as const).flatMap((theme) =>
		(['en', 'id'] as const).map((language) => ({ width, theme, language })),
	),
);
const wanted = ({ path: address }: State) => words.length === 0 || words.some((word) => address.includes(word));
const failures: string[] = [];
const taken: string[] = [];

const fileOf = ({ path: address, as, name }: State, { width, theme, language }: Dress, set: string): string => {
	const page = address.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';
	return [set, page, as, name, `${width}-${theme}-${language}`].filter(Boolean).join('.') + '.webp';
};

async function shoot(page: Page, state: State, dress: Dress, set: string): Promise<void> {
	const file = fileOf(state, dress, set);
	try {
		await bring(page, state);
		writeFileSync(path.join(folder, file), await picture(page, true));
		taken.push(file);
	} catch (error) {
		failures.push(`${file}: ${(error as Error).message.split('\n')[0]}`);
	}
}

/** One person after the other, each in one browser context, so that nobody signs in more often than a rate limit allows. */
async function shootAll(browser: Browser, place: Product, states: State[], dress: Dress, set: string): Promise<void> {
	for (const [as, theirs] of Map.groupBy(states.filter(wanted), (state) => state.as)) {
		const page = await enter(browser, place, dress, as);
		for (const state of theirs) await shoot(page, state, dress, set);
		await page.context().close();
	}
}

/** Members read in the language that is photographed. */
async function speak({ databaseUrl }: Product, language: Dress['language']): Promise<void> {
	const sql = connect(databaseUrl, { max: 1, name: 'screenshots' });
	await sql`update members set language = ${language}, time_zone = 'Asia/Jakarta'`;
	await sql.end();
}

async function inProduct(services: TestServices, name: 'looks' | 'bare', act: (place: Product) => Promise<void>) {
	const place = await startProduct(services, name, name === 'looks' ? 'demo' : 'none');
	try {
		await act(place);
	} finally {
		await place.stop();
	}
}

async function shootEmpty(browser: Browser, place: Product): Promise<void> {
	for (const dress of dresses) await shootAll(browser, place, [{ path: '/setup' }], dress, 'bare');
	const sql = connect(place.databaseUrl, { max: 1, name: 'screenshots' });
	const code = (await newSetupCode(sql)) ?? '';
	await sql.end();
	for (const dress of dresses) {
		const page = await enter(browser, place, dress);
		const admin = { displayName: 'Rani', handle: 'rani', mail: 'rani@example.com', password: 'a long enough password' };
		const site = { siteName: 'Kopi Tegalsari', tagline: 'Ask us', defaultLanguage: dress.language };
		const spaces = [{ name: 'Coffee', description: 'All about coffee', kind: 'public' }];
		if (dress === dresses[0]) {
			const reply = await page.request.post(place.origin + setUp.path, {
				data: { code, ...site, ...admin, spaces },
				headers: { origin: place.origin },
			});
			if (!reply.ok()) throw new Error(`Setting up answered ${reply.status()}: ${await reply.text()}`);
		}
		await speak(place, dress.language);
		await signInWith(page, admin.mail, { origin: place.origin, password: admin.password });
		for (const state of emptyPaths.map((address) => ({ path: address })).filter(wanted))
			await shoot(page, state, dress, 'bare');
		await page.context().close();
	}
}

function writeIndex(): void {
	const figures = taken.map(
		(file) => `<figure><img loading="lazy" src="${file}" alt=""><figcaption>${file}</figcaption></figure>`,
	);
	writeFileSync(
		path.join(folder, 'index.html'),
		`<!doctype html><meta charset="utf-8"><title>Every page</title><style>body{display:flex;flex-wrap:wrap;gap:1rem;background:#888}figure{margin:0}img{max-width:45vw;max-height:90vh}</style>${figures.join('\n')}`,
	);
}

const { services, leave } = await joinServices();
const browser = await launchBrowser(await unpackChromium());
try {
	if (values.main) await inProduct(services, 'looks', (place) => mainPictures(browser, place));
	else {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder);
		await inProduct(services, 'looks', async (place) => {
			for (const dress of dresses) {
				await speak(place, dress.language);
				await shootAll(browser, place, demoStates, dress, 'demo');
			}
		});
		await inProduct(services, 'bare', (place) => shootEmpty(browser, place));
		writeIndex();
		console.log(`${taken.length} pictures in ${folder}`);
	}
} finally {
	await browser.close();
	await leave();
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
