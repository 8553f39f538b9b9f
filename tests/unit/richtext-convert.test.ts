import { describe, expect, test } from 'vitest';
import { htmlToMarkdown } from '../../api/src/platform/richtext/html-to-markdown.ts';
import { renderMarkdown } from '../../api/src/platform/richtext/render.ts';
import { elementsOf } from './richtext-checks.ts';

describe('HTML of another forum, written as Markdown', () => {
	test.each([
		['<p>One\ntwo.</p>\n\n<p>Three.</p>', 'One\ntwo.\n\nThree.'],
		['<h1>A</h1><h3>B <em>c</em></h3>', '# A\n\n### B *c*'],
		['<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>', '**a** *b* ~~c~~ `d`'],
		['<p>a <b> b </b>c</p>', 'a **b** c'],
		['<p><b>a:</b>b</p>', '<strong>a:</strong>b'],
		['<p><i>a <em>b</em></i></p>', '*a b*'],
		['<p>a<br>b<br><br>c<br></p>', 'a\\\nb\\\n\\\nc'],
		['<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>', '> a\n>\n> b'],
		['<ul>\n<li>a</li>\n<li>b<ul><li>c</li></ul></li>\n</ul>', '- a\n- b\n  - c'],
		['<ol start="3"><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>', '3. a\n\n   b\n\n4. c'],
		['<ul><li>a</li></ul><ul><li>b</li></ul>', '- a\n\n* b'],
		['<ul><li>a<pre><code>b\n  c\n</code></pre></li></ul>', '- a\n  ```\n  b\n    c\n  ```'],
		['<pre class="lang-py prettyprint-override"><code>a = 1\n</code></pre>', '```py\na = 1\n```'],
		['<pre><code>a\n```\nb</code></pre>', '````\na\n```\nb\n````'],
		['<p><code>a`b</code></p>', '``a`b``'],
		['<p>a</p><hr><p>b</p>', 'a\n\n***\n\nb'],
		['<p><a href="https://a.example/b c" title="T">x</a></p>', '[x](https://a.example/b%20c "T")'],
		['<p><a href="https://a.example/b_c">https://a.example/b_c</a></p>', '<https://a.example/b_c>'],
		['<p><a href="javascript:x">y</a> <a>z</a></p>', 'y z'],
		['<p><a href="/a"><img src="https://i.example/a.png" alt="A"></a></p>', '[![A](https://i.example/a.png)](/a)'],
		[
			'<p>Press <kbd>Ctrl</kbd>, H<sub>2</sub>O, x<sup>2</sup></p>',
			'Press <kbd>Ctrl</kbd>, H<sub>2</sub>O, x<sup>2</sup>',
		],
		[
			'<table><thead><tr><th>a</th><th style="text-align: right;">b</th></tr></thead><tbody><tr><td>1|2</td><td>3<br>4</td></tr></tbody></table>',
			'| a | b |\n| --- | ---: |\n| 1\\|2 | 3<br>4 |',
		],
		['<div><p>a</p>b<script>c</script></div>', 'a\n\nb'],
		['a &lt;b&gt; &amp;amp; *c* [d] `e` snake_case _f_', 'a \\<b> \\&amp; \\*c\\* \\[d\\] \\`e\\` snake_case \\_f\\_'],
		['<p># a</p><p>1. b</p><p>- c</p><p>&gt; d</p><p>a\n---</p>', '\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n\na\n\\---'],
		['<details><summary>S</summary><p>b</p></details>', '<details><summary>S</summary>\n\nb\n\n</details>'],
		['', ''],
	])('%j', (html, markdown) => expect(htmlToMarkdown(html)).toBe(markdown));

	test('renders again to the same words and elements', async () => {
		const html = [
			'<h3>What <em>now</em>?</h3><p>Use <code>a_b*c</code>, <strong><em>both</em></strong>, 2 * 3 * 4, a~b, C&amp;A &amp;lt; [x](y).</p>',
			'<ol><li><p>One</p><blockquote><p>Quote</p></blockquote></li><li><p>Two</p><pre><code>x &lt; y\n\nz</code></pre></li></ol>',
			'<p>1986\\. A great year<br>Next line + 1</p><ul><li>a</li><li>b <a href="https://a.example/(b)">c*d*</a></li></ul>',
		].join('\n');
		const { html: again, text } = await renderMarkdown(htmlToMarkdown(html), { knownHandles: new Set() });
		expect(elementsOf(again).map((element) => element.name)).toEqual(elementsOf(html).map((element) => element.name));
		expect(text.replace(/\s+/g, ' ')).toBe(
			'What now? Use a_b*c, both, 2 * 3 * 4, a~b, C&A &lt; [x](y). One Quote Two x < y z 1986\\. A great year Next line + 1 a b c*d*',
		);
	});
});
