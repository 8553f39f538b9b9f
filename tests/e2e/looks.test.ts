import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject } from 'vitest';
import { compare, mainDresses, pictureOf, takeMain } from '../looks/main.ts';
import { mainStates } from '../looks/states.ts';
import { test as base } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import type { Product } from '../support/product.ts';

/** Other tests write into the community that they share; pictures are taken of one that nobody has touched. */
const test = base.extend('untouched', { scope: 'file' }, async ({}, { onCleanup }): Promise<Product> => {
	const product = await startProduct(inject('services'), 'looks');
	onCleanup(product.stop);
	return product;
});

/** Letters may be smoothed a little differently on another processor; a changed line of text is ten times that. */
const tolerated = 0.002;

describe('a main page looks as it was last seen to be good', () => {
	for (const state of mainStates) {
		for (const dress of mainDresses) {
			test(`${state.name}, ${dress.width} px, ${dress.theme}`, async ({ browser, untouched }) => {
				const now = await takeMain(browser, untouched, state, dress);
				const { share, shown } = await compare(pictureOf(state, dress), now);
				if (share > tolerated) {
					const folder = path.join('test-results', 'looks');
					mkdirSync(folder, { recursive: true });
					writeFileSync(path.join(folder, path.basename(pictureOf(state, dress))), now);
					writeFileSync(path.join(folder, `${state.name}-${dress.width}-${dress.theme}-difference.png`), shown);
				}
				expect(share, 'see test-results/looks; when it is meant: npm run screenshots -- --main').toBeLessThanOrEqual(
					tolerated,
				);
			});
		}
	}
});
