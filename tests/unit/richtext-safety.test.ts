import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../api/src/platform/richtext/render.ts';
import { sanitizeHtml } from '../../api/src/platform/richtext/sanitize.ts';
import { attacks } from '../fixtures/richtext/attacks.ts';
import { dangersIn, elementsOf } from './richtext-checks.ts';

/** The places in a body where an attack may be written. */
const places: Record<string, (attack: string) => string> = {
	'on its own': (attack) => attack,
	'in a sentence': (attack) => `See ${attack} there`,
	'in a block of HTML': (attack) => `<div>${attack}</div>`,
	'in a list and a quote': (attack) => `> - ${attack.replaceAll('\n', '\n>   ')}`,
	'in a table': (attack) => `| a |\n|---|\n| ${attack.replaceAll('\n', ' ')} |`,
	'as an address': (attack) => `[x](<${attack}>) ![y](${attack})`,
	'as an attribute': (attack) => `<a href="${attack}" title='${attack}'>x</a>`,
	'as code': (attack) => `\`${attack}\`\n\n\`\`\`html\n${attack}\n\`\`\``,
};

describe('a body with an attack in it', () => {
	test('there are at least sixty techniques', () =>
		expect(new Set(attacks.map(([name]) => name)).size).toBeGreaterThan(60));

	test.each(attacks)('%s comes out harmless wherever it is written', async (_technique, attack) => {
		for (const [place, write] of Object.entries(places)) {
			const { html } = await renderMarkdown(write(attack));
			expect(dangersIn(html), `${place}: ${html}`).toEqual([]);
		}
	});

	test.each(attacks)('%s comes out harmless from the sanitiser', (_technique, attack) => {
		const html = sanitizeHtml(attack);
		expect(dangersIn(html), html).toEqual([]);
		expect(sanitizeHtml(html), 'a second pass changes nothing').toBe(html);
	});

	test('the checks of this file do find what is dangerous', () => {
		expect(dangersIn('<script>x</script>')).toContain('tag script');
		expect(dangersIn('<b onclick="x">y</b>')).toContain('attribute onclick');
		expect(dangersIn('<a href="java\tscript:x">y</a>')).toEqual(['address java\tscript:x']);
		expect(dangersIn('<img src="//evil.example/x">')).toContain('outside image //evil.example/x');
		expect(dangersIn('<b>x</b></div>')).toContain('</div> closes <the page>');
		expect(dangersIn('<table><b>x</b></table>')).toContain('<b> in <table>');
	});
});

describe('raw HTML', () => {
	test('tags that are not kept are shown as they were typed', async () => {
		const { html, text } = await renderMarkdown('Use List<String> or <script src="x">.');
		expect(html).toContain('List&lt;String&gt;');
		expect(text).toBe('Use List<String> or <script src="x">.');
	});

	test('small harmless tags are kept', async () => {
		const { html } = await renderMarkdown(
			'<kbd>Ctrl</kbd> H<sub>2</sub>O x<sup>2</sup> <ins>new</ins> <mark>this</mark><br>end',
		);
		expect(elementsOf(html).map((element) => element.name)).toEqual(['p', 'kbd', 'sub', 'sup', 'ins', 'mark', 'br']);
	});

	test('a folded part may hold Markdown', async () => {
		const { html } = await renderMarkdown('<details><summary>More</summary>\n\nIt is **here**.\n\n</details>');
		expect(html.replaceAll('\n', '')).toBe(
			'<details><summary>More</summary><p dir="auto">It is <strong>here</strong>.</p></details>',
		);
	});

	test('what is left open is closed', async () => {
		expect((await renderMarkdown('<b>bold')).html).toBe('<p dir="auto"><b>bold</b></p>\n');
	});

	test('comments are left out', async () => {
		expect((await renderMarkdown('a <!-- secret --> b\n\n<!--\nsecret\n\n-->\n\nc')).html).not.toContain('secret');
	});

	test('a table gets its scrolling box', async () => {
		const { html } = await renderMarkdown('<table><tr><td>x</td></tr></table>');
		expect(html.trim()).toBe('<div class="scroll" tabindex="0"><table><tr><td>x</td></tr></table></div>');
	});

	test('headings of the page become headings of the body', () => {
		expect(sanitizeHtml('<h1>a</h1><h2>b</h2><h4>c</h4>')).toBe('<h3>a</h3><h3>b</h3><h4>c</h4>');
	});

	test('an image by HTML obeys the same rules as one by Markdown', () => {
		expect(
			sanitizeHtml('<img src="/files/7/a.png" alt="A" onerror="x">', {
				fileSizes: new Map([[7, { width: 4, height: 3 }]]),
			}),
		).toBe('<img src="/files/7/a.png" alt="A" width="4" height="3" loading="lazy" decoding="async">');
		expect(sanitizeHtml('<img src="https://other.example/a.png" alt="A">')).toBe(
			'<a href="https://other.example/a.png" rel="nofollow ugc noopener">A</a>',
		);
	});

	test('a mention cannot lead elsewhere', () => {
		expect(sanitizeHtml('<a class="mention" href="https://evil.example">@admin</a>')).toBe(
			'<a href="https://evil.example" rel="nofollow ugc noopener">@admin</a>',
		);
	});
});

describe('what Markdown alone makes', () => {
	test('passes the sanitiser unchanged, so that it need not go through it', async () => {
		const source = [
			'# One\n\n### Two\n\ntext **b** *i* ~~d~~ `c` [l](https://x.example "t") <https://y.example> @dewi www.z.example a@b.example',
			'- [x] done\n- [ ] open\n\n1. one\n2. two\n\n> quote\n\n---',
			'| a | b |\n|:--|--:|\n| 1 | 2 |',
			'```ts\nconst a: number = 1;\n```\n\n    plain',
			'![a](/files/3/a.png "t") ![b](https://x.example/b.png)',
		].join('\n\n');
		const { html } = await renderMarkdown(source, { fileSizes: new Map([[3, { width: 1, height: 2 }]]) });
		const spelt = (text: string) => text.replaceAll('&quot;', '"').replaceAll('=""', '');
		expect(spelt(sanitizeHtml(html))).toBe(spelt(html));
	});
});
