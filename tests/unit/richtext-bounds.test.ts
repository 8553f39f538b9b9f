import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../api/src/platform/richtext/render.ts';
import { sanitizeHtml } from '../../api/src/platform/richtext/sanitize.ts';
import { htmlToMarkdown } from '../../api/src/platform/richtext/html-to-markdown.ts';
import { dangersIn } from './richtext-checks.ts';

/** Pieces that parsers of Markdown and HTML have choked on, repeated until the body is as long as may be. */
const pieces = [
	'>', '> ', '[', '![', '](', '[](', '[a]', '[a]\n\n', '*', '**a ', '*a_ ', '_', '`', '`a``', '~~', '~~~', '<', '<!--', '<a ', '<a b="',
	'</b>', '<b>', '<b><i>', '<div>\n\n', '<table><tr><td>', '<ul><li>', '<?', '<![CDATA[', '&', '&#', '|', 'a|b\n-|-\n', '- ', '- a\n',
	'* * ', '1. a\n', '#', '=\n', '\\', '@', '@aa ', 'a@b.c ', 'http://a.b/(', 'www.', '[a]: b\n', '[a]: <', '- [ ] ', '\t', '\n', '\u0000', '😀',
]; // prettier-ignore
const LONG = 64_000;
/** Far above what is needed (0.6 s at most where this was written), far below what a blow-up takes. */
const ENOUGH_MS = 8_000;

describe('a body made to cost time', () => {
	test.each(pieces)('of nothing but %j is rendered in time and harmless', { timeout: 30_000 }, async (piece) => {
		const source = piece.repeat(Math.floor(LONG / piece.length));
		const began = performance.now();
		const { html } = await renderMarkdown(source);
		sanitizeHtml(source);
		expect(performance.now() - began).toBeLessThan(ENOUGH_MS);
		expect(dangersIn(html.slice(0, 2_000_000))).toEqual([]);
	});

	test.each([
		['quotes in quotes', Array.from({ length: 300 }, (_, depth) => `${'>'.repeat(depth)} a\n`).join('')],
		['lists in lists', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}- a\n`).join('')],
		['links in links', `${'['.repeat(15_000)}a${'](b)'.repeat(10_000)}`],
		['emphasis in emphasis', `${'*'.repeat(30_000)}a${'*'.repeat(30_000)}`],
		['a wide table', `|${'a|'.repeat(5_000)}\n|${'-|'.repeat(5_000)}\n${'a\n'.repeat(10_000)}`],
		['many references', `${Array.from({ length: 3_000 }, (_, id) => `[r${id}]: /u\n`).join('')}\n[r1]`],
	])('of %s is rendered in time', { timeout: 30_000 }, async (_name, source) => {
		const began = performance.now();
		await renderMarkdown(source.slice(0, LONG));
		expect(performance.now() - began).toBeLessThan(ENOUGH_MS);
	});

	test.each([
		'<b>',
		'<i><b>',
		'<ul><li>',
		'<blockquote>',
		'<table><tr><td>',
		'<em>a</em>',
		'<a href=x>',
		'<code>`',
		'&lt;',
	])('of HTML with %j is written as Markdown in time', { timeout: 30_000 }, (piece) => {
		const began = performance.now();
		htmlToMarkdown(piece.repeat(Math.floor(LONG / piece.length)));
		expect(performance.now() - began).toBeLessThan(ENOUGH_MS);
	});
});
