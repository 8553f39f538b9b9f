import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../api/src/platform/richtext/render.ts';
import { languageNamed, languageNames } from '../../api/src/platform/richtext/languages.ts';
import { dangersIn } from './richtext-checks.ts';

const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``;

/** The pieces of the code with the kind of each, plain ones with ''. */
async function kinds(language: string, code: string): Promise<[kind: string, text: string][]> {
	const { html } = await renderMarkdown(fence(language, code));
	const body = /<code[^>]*>([^]*)\n<\/code>/.exec(html)?.[1] ?? '';
	return [...body.matchAll(/<span class="tok-([a-z]+)">([^<]*)<\/span>|([^<]+)/g)].map((match) => [
		match[1] ?? '',
		(match[2] ?? match[3] ?? '')
			.replaceAll('&quot;', '"')
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&amp;', '&')
			.trim(),
	]);
}

describe('a block of code', () => {
	test.each([
		[
			'ts',
			'const a = 1; // one',
			[
				['keyword', 'const'],
				['number', '1'],
				['comment', '// one'],
			],
		],
		[
			'python',
			'def f(x): return "y"',
			[
				['keyword', 'def'],
				['function', 'f'],
				['variable', 'x'],
				['string', '"y"'],
			],
		],
		[
			'sql',
			"select count(*) from t where a = 'b'",
			[
				['keyword', 'select'],
				['function', 'count'],
				['string', "'b'"],
			],
		],
		[
			'json',
			'{"a": [1, true]}',
			[
				['variable', 'a'],
				['number', '1'],
				['keyword', 'true'],
			],
		],
		[
			'html',
			'<b class="c">d</b>',
			[
				['keyword', 'b'],
				['function', 'class'],
				['string', '"c"'],
			],
		],
		[
			'css',
			'.a { color: red }',
			[
				['function', 'a'],
				['variable', 'color'],
			],
		],
		[
			'java',
			'class A extends B {}',
			[
				['keyword', 'class'],
				['type', 'A'],
				['type', 'B'],
			],
		],
		[
			'diff',
			'-old\n+new',
			[
				['deleted', '-old'],
				['inserted', '+new'],
			],
		],
		[
			'bash',
			'echo "$HOME" # home',
			[
				['function', 'echo'],
				['comment', '# home'],
			],
		],
	])('in %s tells its kinds of words apart', async (language, code, expected) => {
		expect(await kinds(language, code)).toEqual(expect.arrayContaining(expected));
	});

	test('keeps its text to the letter', async () => {
		const code = 'if (a < b && c > "d") {\n\n\treturn `é${x}`;\n}';
		expect((await renderMarkdown(fence('js', code))).text).toBe(code);
	});

	test('has classes and no inline style', async () => {
		const { html } = await renderMarkdown(fence('tsx', 'export const A = () => <b style={{ color: "red" }}>x</b>;'));
		expect(html).toMatch(/^<pre dir="ltr" tabindex="0"><code class="language-tsx"><span class="tok-keyword">/);
		expect(dangersIn(html)).toEqual([]);
	});

	test.each(['', 'mermaid', 'constructor', '__proto__', 'js<b>'])(
		'in the language %j stays plain',
		async (language) => {
			const { html } = await renderMarkdown(fence(language, 'let a = "b";'));
			expect(html).toContain('>let a = &quot;b&quot;;\n</code></pre>');
		},
	);

	test('that is very long stays plain', async () => {
		expect((await renderMarkdown(fence('js', 'let a = 1;\n'.repeat(2_500)))).html).not.toContain('tok-');
	});

	test('with a line as long as a minified file keeps that line plain', async () => {
		const { html } = await renderMarkdown(fence('js', `let a = 1;\n${'b=2;'.repeat(400)}\nlet c = 3;`));
		expect(html.match(/tok-keyword/g)).toHaveLength(2);
		expect(html).toContain('b=2;b=2;');
	});

	test(
		'that a grammar would search for hours stays plain, and the next one is coloured',
		{ timeout: 60_000 },
		async () => {
			const hostile = `${'<'.repeat(990)}\n`.repeat(15);
			// The first block of a language is given longer, because its patterns are compiled with it.
			await renderMarkdown(fence('bash', 'echo a'));
			const began = performance.now();
			const { html } = await renderMarkdown(`${fence('bash', hostile)}\n\n${fence('bash', 'echo b')}`);
			expect(performance.now() - began).toBeLessThan(10_000);
			expect(html).toContain('&lt;&lt;&lt;');
			expect((await renderMarkdown(fence('bash', 'echo c # d'))).html).toContain('tok-comment');
		},
	);
});

describe('languages', () => {
	test.each([
		['js', 'javascript'],
		['TS', 'typescript'],
		['c++', 'cpp'],
		['C#', 'csharp'],
		['yml', 'yaml'],
		['sh', 'bash'],
	])('%s means %s', (word, language) => expect(languageNamed(word)).toBe(language));

	test('thirty and more can be loaded', { timeout: 60_000 }, async () => {
		expect(languageNames.length).toBeGreaterThan(30);
		for (const language of languageNames) {
			expect((await renderMarkdown(fence(language, 'a = "b" // c'))).html, language).toContain(`language-${language}`);
		}
	});
});
