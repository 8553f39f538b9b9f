import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import type { Place } from '../support/visits.ts';
import { bring, enter, picture, stopTime } from './photographer.ts';
import type { Dress } from './photographer.ts';
import { mainStates } from './states.ts';
import type { State } from './states.ts';

const folder = path.join(import.meta.dirname, 'main');

/** The main pages, and how each is compared: on a desk in light, on a phone in dark. */
export const mainDresses: Dress[] = [
	{ width: 1440, theme: 'light', language: 'en' },
	{ width: 390, theme: 'dark', language: 'en' },
];

/** Where the picture of a main page lies that later ones are compared with. */
export const pictureOf = ({ name }: State, { width, theme }: Dress): string =>
	path.join(folder, `${name}-${width}-${theme}.webp`);

/** Photographs a main page with every time stopped. */
export async function takeMain(browser: Browser, place: Place, state: State, dress: Dress): Promise<Buffer> {
	const page = await enter(browser, place, dress, state.as);
	try {
		await bring(page, state);
		await stopTime(page);
		return await picture(page, false);
	} finally {
		await page.context().close();
	}
}

/** Takes the pictures of the main pages anew. */
export async function mainPictures(browser: Browser, place: Place): Promise<void> {
	mkdirSync(folder, { recursive: true });
	for (const dress of mainDresses)
		for (const state of mainStates)
			writeFileSync(pictureOf(state, dress), await takeMain(browser, place, state, dress));
}

/** What part of the pixels differs (0 to 1), and a picture that shows where. Pictures of different size differ wholly. */
export async function compare(file: string, now: Buffer): Promise<{ share: number; shown: Buffer }> {
	const [before, after] = await Promise.all(
		[readFileSync(file), now].map((image) => sharp(image).ensureAlpha().raw().toBuffer({ resolveWithObject: true })),
	);
	const { width, height } = after!.info;
	if (before!.info.width !== width || before!.info.height !== height) return { share: 1, shown: now };
	const shown = Buffer.alloc(after!.data.length);
	const differing = pixelmatch(before!.data, after!.data, shown, width, height, { threshold: 0.15 });
	const png = await sharp(shown, { raw: { width, height, channels: 4 } })
		.png()
		.toBuffer();
	return { share: differing / (width * height), shown: png };
}
