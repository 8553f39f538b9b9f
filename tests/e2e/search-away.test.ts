import { claimScratchFolder } from '@ikatan/local-stack';
import { startMeilisearch } from '@ikatan/local-stack/meilisearch';
import { describe, inject, vi } from 'vitest';
import { expect, open, test as base } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import type { Product } from '../support/product.ts';
import { dropDatabase } from '../support/services.ts';
import { ask, comeAs } from '../support/story.ts';

type House = { product: Product; stopMeilisearch(): Promise<void>; startMeilisearch(): Promise<void> };

/** A product with a Meilisearch of its own: nobody else's search stops. */
const test = base.extend('house', { scope: 'file' }, async ({}, { onCleanup }): Promise<House> => {
	const ends: (() => unknown)[] = [];
	onCleanup(async () => {
		for (const end of ends.toReversed()) await end();
	});
	const scratch = await claimScratchFolder('tests');
	ends.push(scratch.remove);
	let search = await startMeilisearch(scratch.folder);
	ends.push(() => search.stop());
	const shared = inject('services');
	ends.push(() => dropDatabase(shared.databaseUrl, 'away'));
	const own = { folder: scratch.folder.root, meiliUrl: search.url, meiliKey: search.key };
	const product = await startProduct({ ...shared, ...own }, 'away');
	ends.push(() => product.stop());
	return {
		product,
		stopMeilisearch: () => search.stop(),
		startMeilisearch: async () => void (search = await startMeilisearch(scratch.folder)),
	};
});

const limited = 'Search is limited right now';

/** Tries again until it is so; Meilisearch needs a moment for what it is given, and is asked anew only now and then. */
const eventually = (act: () => Promise<void>) => vi.waitFor(act, { timeout: 40_000, interval: 250 });

describe('Meilisearch that stops while people search', () => {
	test(
		'is stood in for by PostgreSQL, the pages say so, and it catches up',
		{ timeout: 180_000 },
		async ({ house, openPage }) => {
			const { product } = house;
			const visitor = await openPage({ baseURL: product.origin });
			const member = await openPage({ baseURL: product.origin });
			await comeAs(member, 'Made Away', product);
			const pageFor = async (words: string) => {
				const reply = await visitor.request.get(`/search?q=${encodeURIComponent(words)}`);
				return { status: reply.status(), html: await reply.text() };
			};
			await eventually(async () => {
				const { html } = await pageFor('prniter');
				expect(html).not.toContain(limited);
				expect(html).toContain('<mark');
			});

			// Somebody searches all the time, and never meets an error.
			let going = true;
			const met: number[] = [];
			const searching = (async () => {
				while (going) {
					const { status, html } = await pageFor('printer');
					met.push(html.includes('<mark') ? status : 0);
				}
			})();
			await house.stopMeilisearch();
			await open(visitor, '/search?q=printer');
			await expect(visitor.getByText(limited)).toBeVisible();
			await expect(visitor.getByRole('main').getByRole('article').first()).toContainText(/printer/i);
			await visitor.getByRole('banner').getByLabel('Search the community').fill('receipt printer');
			await expect(visitor.getByRole('option').first()).toHaveAttribute('href', /^\/threads\/\d+/);
			await expect(visitor.getByRole('option', { name: 'All results' })).toContainText('Search is limited');

			const path = await ask(member, 'Quokka photographs on the receipt', product);
			await eventually(async () => expect((await pageFor('quokka photographs')).html).toContain(path));
			expect((await pageFor('quokka photographs')).html).toContain(limited);

			await house.startMeilisearch();
			await eventually(async () => {
				const { html } = await pageFor('quoka photograps');
				expect(html).not.toContain(limited);
				expect(html).toContain(path);
			});
			going = false;
			await searching;
			expect(met.length).toBeGreaterThan(3);
			expect(met.filter((status) => status !== 200)).toEqual([]);
			await visitor.reload();
			await expect(visitor.getByRole('main').getByRole('article').first()).toContainText(/printer/i);
			await expect(visitor.getByText(limited)).toHaveCount(0);
		},
	);
});
