import { describe, expect, test } from 'vitest';
import {
	bareLinks,
	htmlForMail,
	renderMarkdown,
	withCards,
	withoutCards,
} from '../../api/src/platform/richtext/index.ts';

const origin = 'https://ask.example.com';
const html = async (source: string) => (await renderMarkdown(source, { origin })).html;
const links = async (source: string) => bareLinks(await html(source), origin);

describe('a bare link', () => {
	test.each([
		['https://docs.example/a', ['https://docs.example/a']],
		['<https://docs.example/a>', ['https://docs.example/a']],
		['www.docs.example/a', ['http://www.docs.example/a']],
		['https://docs.example/caf%C3%A9?a=1&b=2', ['https://docs.example/caf%C3%A9?a=1&b=2']],
		['https://ask.example.com/threads/12/why', ['/threads/12/why']],
		['one\n\nhttps://docs.example/a\n\nhttps://docs.example/a', ['https://docs.example/a']],
	])('is found in %j', async (source, found) => expect(await links(source)).toEqual(found));

	test.each([
		'See https://docs.example/a',
		'https://docs.example/a and more',
		'https://docs.example/a https://docs.example/b',
		'[words](https://docs.example/a)',
		'[https://docs.example/a](https://evil.example/a)',
		'> https://docs.example/a',
		'- https://docs.example/a',
		'`https://docs.example/a`',
		'mail@docs.example',
	])('is none in %j', async (source) => expect(await links(source)).toEqual([]));
});

describe('a card', () => {
	const cards = new Map([['https://docs.example/a', { title: 'Tax & <b>', description: 'd"', note: 'docs.example' }]]);

	test('stands under its link, in plain text, and goes again without a trace', async () => {
		const body = await html('Look:\n\nhttps://docs.example/a\n\nAnd <b>more</b>.');
		const carded = withCards(body, origin, cards);
		expect(carded).toContain(
			'</a></p>\n<div class="unfurl" dir="auto"><a href="https://docs.example/a" rel="nofollow ugc noopener">Tax &amp; &lt;b&gt;</a><span>d&quot;</span><small>docs.example</small></div>',
		);
		expect(withoutCards(carded)).toBe(body);
		expect(bareLinks(carded, origin)).toEqual(['https://docs.example/a']);
	});

	test('cannot be written by a member', async () => {
		expect(await html('<div class="unfurl"><a href="https://evil.example">Your bank</a></div>')).not.toContain(
			'unfurl',
		);
	});

	test('is left out of mail', async () => {
		const carded = withCards(await html('https://docs.example/a'), origin, cards);
		expect(htmlForMail(carded, origin)).not.toContain('Tax');
	});
});

describe('the line that says whose words a quotation holds', () => {
	test('is marked', async () => {
		expect(await html('> @rina [wrote](/threads/12/why/34#34):\n>\n> Yes.')).toContain(
			'<p class="quoted"><a class="mention"',
		);
		expect(await html('> Rina [menulis](https://ask.example.com/threads/12#12):\n>\n> Ya.')).toContain(
			'<p class="quoted">Rina',
		);
	});

	test.each([
		'> [wrote](https://docs.example):',
		'> Look at [this](/threads/12): it is new',
		'[wrote](/threads/12):',
		'> Yes:',
	])('is not made of %j', async (source) => expect(await html(source)).not.toContain('quoted'));
});
