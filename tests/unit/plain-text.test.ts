import { describe, expect, test } from 'vitest';
import { plainAsMarkdown } from '../../api/src/modules/insights/plain-text.ts';
import { renderMarkdown } from '../../api/src/platform/richtext/index.ts';

const shown = async (text: string) =>
	(await renderMarkdown(plainAsMarkdown(text), { knownHandles: new Set(['ayu']), origin: 'http://localhost:3000' }))
		.html;

describe('plain text as Markdown', () => {
	test('shows every sign as it was written', async () => {
		const written = [
			'# no heading',
			'1. no list',
			'- no list',
			'2) no list',
			'*no* _emphasis_ `nor` code',
			'<b>no tag</b> &amp; [no](link) ![x](y)',
			'    no block',
			'a | b',
			'~~stays~~ $1$ @ayu',
		].join('\n');
		const html = await shown(written);
		expect(html).not.toMatch(/<(h1|ol|ul|li|em|strong|code|pre|b|img|table|del|s)\b/);
		expect(html).not.toContain('<a');
		const text = html
			.replaceAll(/<br\s*\/?>\n?/g, '\n')
			.replaceAll(/<[^>]+>/g, '')
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&quot;', '"')
			.replaceAll('&amp;', '&')
			.trim();
		expect(text).toBe(written.replace('    no block', 'no block'));
	});

	test('keeps line breaks and paragraphs', async () => {
		const html = await shown('One\nTwo\n\nThree');
		expect(html.match(/<p\b/g)).toHaveLength(2);
		expect(html.match(/<br/g)).toHaveLength(1);
	});

	test('leads to the addresses in it, with their own signs', async () => {
		expect(await shown('See https://example.org/a_b_c?x=*1 for more')).toContain('https://example.org/a_b_c?x=*1"');
	});
});
