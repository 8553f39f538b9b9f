import { inject, test as base } from 'vitest';
import { attack } from '../attack/attack.ts';
import { Watcher } from '../attack/browser.ts';
import { openHouse, type House } from '../attack/house.ts';
import { sampleLines } from '../attack/lines.ts';
import { expect } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';

/** A product of its own: what an admin names here would stand on every page of the other tests. */
const test = base.extend('house', { scope: 'file' }, async ({}, { onCleanup }): Promise<House> => {
	const product = await startProduct(inject('services'), 'attacked');
	const house = await openHouse(product, lines.length).catch(async (error: unknown) => {
		await product.stop();
		throw error;
	});
	onCleanup(async () => {
		await house.close();
		await product.stop();
	});
	return house;
});

/** Some of our own sample: `npm run test:attack` takes all of it. */
const lines = sampleLines()
	.filter(({ number }, _index, all) => number % 8 === 0 || number >= all.length - 36)
	.map(({ text }, number) => ({ number, text }));

test(
	'hostile and awkward lines are harmless wherever they are written, and shown as they were typed',
	{ timeout: 600_000 },
	async ({ house }) => {
		const watcher = await Watcher.open(inject('product').chromium, house.origin);
		try {
			const { counts, looked, findings } = await attack(house, watcher, lines, { every: 4, say: () => {} });
			expect(findings).toEqual([]);
			// It did look: every place took lines, and pages were there to look at.
			const empty = [...counts].filter(([, { taken, refused }]) => taken === 0 && refused < lines.length / 8);
			expect(empty).toEqual([]);
			expect(looked.loaded).toBeGreaterThan(40);
			expect(looked.parsed).toBeGreaterThan(200);
			expect(looked.mails).toBeGreaterThan(20);
		} finally {
			await watcher.close();
		}
	},
);

test('what is dangerous would be found', async () => {
	const { chromium, origin } = inject('product');
	const watcher = await Watcher.open(chromium, origin);
	const dangerous = [
		'<b onclick=x>y</b>',
		'<script>x</script>',
		'<a href="java\tscript:x">y</a>',
		'<img src="https://evil.example/x">',
		'<iframe srcdoc="x"></iframe>',
		'<form action="https://evil.example"></form>',
		'<svg><animate attributeName=href></svg>',
		'<base href="https://evil.example">',
		'<meta http-equiv=refresh content="0;url=//evil.example">',
		'<p style="background:url(//evil.example)">',
		'<script type="application/ld+json">{"a":</script>',
		'<template><b onfocus=x></b></template>',
	];
	try {
		for (const html of dangerous) {
			const found = await watcher.parse([{ path: html, html, expected: [] }]);
			expect([html, found.length > 0]).toEqual([html, true]);
		}
		const html = '<p>words</p><a href="/threads/1">there</a><img src="/files/1/a.png">';
		expect(await watcher.parse([{ path: 'harmless', html, expected: ['words', 'there'] }])).toEqual([]);
		expect(await watcher.parse([{ path: 'other', html, expected: ['word'] }])).toHaveLength(1);
	} finally {
		await watcher.close();
	}
});
