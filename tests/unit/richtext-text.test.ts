import { describe, expect, test } from 'vitest';
import { excerpt, htmlForMail, renderMarkdown, wordDiff } from '../../api/src/platform/richtext/index.ts';

describe('an excerpt', () => {
	test.each([
		['short', 10, 'short'],
		['two  \n words', 20, 'two words'],
		['one two three four', 10, 'one two…'],
		['one two three', 13, 'one two three'],
		['日本語のとても長い文章です', 6, '日本語のと…'],
		['ab 😀😀😀😀', 5, 'ab…'],
		['word', 0, ''],
	])('of %j in %i characters is %j', (text, length, expected) => expect(excerpt(text, length)).toBe(expected));

	test('never is longer than asked and never ends in half a character', () => {
		const text = 'a😀 bb cc😀😀dd ee '.repeat(20);
		for (let length = 0; length < 60; length++) {
			const cut = excerpt(text, length);
			expect(cut.length).toBeLessThanOrEqual(length);
			expect(cut.isWellFormed()).toBe(true);
		}
	});
});

describe('a body for a mail', () => {
	test('has whole addresses and nothing of the page’s own', async () => {
		const { html } = await renderMarkdown(
			'@dewi see [this](/threads/1) and [that](https://a.example) ![x](/files/1/a.png)\n\n| a |\n|:-:|\n| b |',
			{
				fileSizes: new Map([[1, { width: 2, height: 3 }]]),
			},
		);
		expect(htmlForMail(html, 'https://ask.example').replaceAll('\n', '')).toBe(
			'<p dir="auto"><a href="https://ask.example/members/dewi">@dewi</a> see <a href="https://ask.example/threads/1">this</a> and ' +
				'<a href="https://a.example">that</a> <img src="https://ask.example/files/1/a.png" alt="x" width="2" height="3"></p>' +
				'<div><table dir="auto"><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>',
		);
	});

	test('leaves words alone that look like attributes', () => {
		expect(htmlForMail('<p>a class="b" &lt;i class="c"&gt;</p>', 'https://ask.example')).toBe(
			'<p>a class="b" &lt;i class="c"&gt;</p>',
		);
	});
});

describe('what changed between two texts', () => {
	const shown = (before: string, after: string) =>
		wordDiff(before, after)
			.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`))
			.join('');

	test.each([
		['The old app.', 'The new app.', 'The [-old-]{+new+} app.'],
		['a b c d', 'a x y d', 'a [-b c-]{+x y+} d'],
		['one\ntwo\nthree\n', 'one\nthree\n', 'one\n[-two\n-]three\n'],
		['', 'new', '{+new+}'],
		['same', 'same', 'same'],
		['café ändern', 'café andern', 'café [-ändern-]{+andern+}'],
		['我喜欢茶', '我喜欢咖啡', '我喜欢[-茶-]{+咖啡+}'],
		['<b>x</b>', '<b>y</b>', '<b>[-x-]{+y+}</b>'],
	])('%j → %j', (before, after, expected) => expect(shown(before, after)).toBe(expected));

	test('adds up to both texts, however different, and in time', { timeout: 20_000 }, () => {
		const words = (seed: number) =>
			Array.from({ length: 12_000 }, (_, index) => ((index * seed) % 7919).toString(36)).join(' ');
		for (const [before, after] of [
			[words(31), words(37)],
			['a '.repeat(30_000), 'b '.repeat(30_000)],
			['a\n'.repeat(30_000), 'b\na\n'.repeat(15_000)],
		] as const) {
			const began = performance.now();
			const changes = wordDiff(before, after);
			expect(performance.now() - began).toBeLessThan(5_000);
			const join = (without: string) =>
				changes
					.filter(({ kind }) => kind !== without)
					.map(({ text }) => text)
					.join('');
			expect(join('added')).toBe(before);
			expect(join('removed')).toBe(after);
		}
	});
});

describe('rendering aside', () => {
	test('gives the same as rendering here, for long bodies and coloured code', { timeout: 30_000 }, async () => {
		const here = await import('../../api/src/platform/richtext/render.ts');
		for (const source of [
			'short @dewi',
			'```ts\nlet a = 1;\n```',
			`${'word *word* '.repeat(600)}\n\n![a](/files/5/a.png)`,
		]) {
			const options = { knownHandles: new Set(['dewi']), fileSizes: new Map([[5, { width: 1, height: 1 }]]) };
			expect(await renderMarkdown(source, options)).toEqual(await here.renderMarkdown(source, options));
		}
	});

	test('keeps the process free while code is coloured', { timeout: 30_000 }, async () => {
		let longest = 0;
		let last = performance.now();
		const timer = setInterval(() => {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		}, 5);
		const rendered = await Promise.all(
			['cpp', 'swift', 'php'].map((language) =>
				renderMarkdown(`\`\`\`${language}\n${'int a = 1; // b\n'.repeat(200)}\`\`\``),
			),
		);
		clearInterval(timer);
		expect(rendered.every(({ html }) => html.includes('tok-'))).toBe(true);
		// Done here, C++ alone would hold it up for two seconds.
		expect(longest).toBeLessThan(1_000);
	});

	test('refuses a body that is too long', async () => {
		await expect(renderMarkdown('a'.repeat(64_001))).rejects.toThrow('at most 64000 characters');
	});
});
