import { describe, expect, test } from 'vitest';
import type { Roadmap } from '@ikatan/contracts/telling';
import { atomDocument } from '../../web/src/lib/atom.ts';
import { roadmapFeed } from '../../web/src/lib/server/roadmapFeed.ts';

const item = (id: number, since: string, more: object = {}) => ({
	id,
	title: `Thing ${id}`,
	text: '',
	since,
	area: null,
	ideas: [],
	...more,
});
const roadmap = (columns: object[]) => ({ areas: [], columns }) as unknown as Roadmap;
const site = { origin: 'https://bond.example', siteName: 'Bond & Co' };

describe('the roadmap as a feed', () => {
	const feed = roadmapFeed(
		roadmap([
			{ slug: 'planned', name: null, stage: 'planned', items: [item(1, '2026-01-03T00:00:00.000Z')] },
			{
				slug: 'done',
				name: 'Out <now>',
				stage: 'shipped',
				items: [
					item(2, '2026-01-05T00:00:00.000Z', {
						text: 'Prints & saves.\u0001',
						area: { id: 1, slug: 'p', name: 'Printing' },
					}),
					item(3, '2026-01-01T00:00:00.000Z'),
				],
			},
		]),
		'id',
		'/roadmap/feed.atom',
	);

	test('tells what moved latest first, with the column as the admin or the community’s language names it', () => {
		expect(feed.entries.map((entry) => entry.title)).toEqual([
			'Out <now>: Thing 2',
			'Direncanakan: Thing 1',
			'Out <now>: Thing 3',
		]);
		expect(feed.updatedAt).toBe('2026-01-05T00:00:00.000Z');
	});

	test('tells again what moved to another column', () => {
		const moved = roadmapFeed(
			roadmap([{ slug: 'done', name: null, stage: 'shipped', items: [item(1, '2026-02-03T00:00:00.000Z')] }]),
			'en',
			'/roadmap/feed.atom',
		);
		expect(moved.entries[0]?.idPath).not.toBe(feed.entries[1]?.idPath);
	});

	test('is an Atom document in which nothing of a title is markup', () => {
		const xml = atomDocument(feed, site);
		expect(xml).toContain('<title>Out &lt;now&gt;: Thing 2</title>');
		expect(xml).toContain('<content type="text" xml:base="https://bond.example/">Prints &amp; saves.</content>');
		expect(xml).toContain('<category term="Printing"/>');
		expect(xml).toContain('<link rel="alternate" type="text/html" href="https://bond.example/roadmap#item-2"/>');
		expect(xml).toContain('<author><name>Bond &amp; Co</name></author>');
		expect(xml).toContain('<updated>2026-01-05T00:00:00.000Z</updated>');
	});

	test('of nothing says so, and is a feed all the same', () => {
		const none = roadmapFeed(roadmap([]), 'en', '/roadmap/feed.atom');
		expect(atomDocument(none, site)).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
	});
});
