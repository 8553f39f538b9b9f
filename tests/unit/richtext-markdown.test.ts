import { describe, expect, test } from 'vitest';
import { HTML_VERSION, LONGEST_SOURCE, type RenderOptions } from '../../api/src/platform/richtext/options.ts';
import { mentionedHandles, renderMarkdown } from '../../api/src/platform/richtext/render.ts';
import { elementsOf } from './richtext-checks.ts';

async function html(source: string, options: RenderOptions = {}): Promise<string> {
	return (await renderMarkdown(source, options)).html.trim();
}

async function tags(source: string): Promise<string> {
	return elementsOf(await html(source))
		.map((element) => element.name)
		.join(' ');
}

describe('CommonMark', () => {
	test('emphasis, code and line breaks', async () => {
		expect(await html('*a* **b** `c`  \nd\\\ne\nf')).toBe(
			'<p dir="auto"><em>a</em> <strong>b</strong> <code>c</code><br>\nd<br>\ne\nf</p>',
		);
	});

	test('lists in lists, tight and loose', async () => {
		expect(await tags('- a\n  1. b\n  2. c\n- d')).toBe('ul li ol li li li');
		expect(await tags('- a\n\n- b')).toBe('ul li p li p');
	});

	test('a list may start at any number', async () => expect(await html('7. a')).toContain('<ol start="7" dir="auto">'));

	test('quotes in quotes', async () => expect(await tags('> a\n> > b')).toBe('blockquote p blockquote p'));

	test('links by reference', async () => {
		expect(await html('[Guide][g]\n\n[g]: /threads/5 "The guide"')).toBe(
			'<p dir="auto"><a href="/threads/5" title="The guide">Guide</a></p>',
		);
	});

	test('code keeps every character', async () => {
		expect(await html('    <b> & "c"')).toBe(
			'<pre dir="ltr" tabindex="0"><code>&lt;b&gt; &amp; &quot;c&quot;\n</code></pre>',
		);
	});

	test('entities and escapes are read', async () =>
		expect(await html('&copy; \\*a\\* &amp;')).toBe('<p dir="auto">© *a* &amp;</p>'));
});

describe('GFM', () => {
	test('struck words', async () => expect(await html('~~old~~')).toBe('<p dir="auto"><del>old</del></p>'));

	test('a table is aligned by classes, scrolls, and is named by its header', async () => {
		expect((await html('| Plan | `Price` |\n|:-:|--:|\n| a\\|b | 1 |')).replaceAll('\n', '')).toBe(
			'<div class="scroll" tabindex="0" role="group" aria-label="Plan, Price"><table dir="auto"><thead><tr>' +
				'<th class="align-center">Plan</th><th class="align-right"><code>Price</code></th></tr></thead><tbody><tr>' +
				'<td class="align-center">a|b</td><td class="align-right">1</td></tr></tbody></table></div>',
		);
	});

	test('task lists have a box with its words as label', async () => {
		expect((await html('- [ ] open\n- [x] **done**\n- [link]\n\n[link]: /a')).replaceAll('\n', '')).toBe(
			'<ul dir="auto"><li class="task"><label><input type="checkbox" disabled=""> open</label></li>' +
				'<li class="task"><label><input type="checkbox" disabled="" checked=""> <strong>done</strong></label></li>' +
				'<li><a href="/a">link</a></li></ul>',
		);
	});

	test.each([
		['https://a.example/b_c?d=e', 'https://a.example/b_c?d=e'],
		['(https://a.example/b.)', 'https://a.example/b'],
		['www.a.example.', 'http://www.a.example'],
		['~~https://a.example~~', 'https://a.example'],
		['a@b.example', 'mailto:a@b.example'],
	])('%s is linked by itself', async (source, address) => {
		expect(elementsOf(await html(source)).find((element) => element.name === 'a')?.attribs.href).toBe(address);
	});

	test.each(['main.py', 'a.b.c', 'ftp://a.example', '//a.example', '`https://a.example`', 'localhost:3000'])(
		'%s is not linked',
		async (source) => expect(await html(source)).not.toContain('<a'),
	);
});

describe('headings', () => {
	test('begin at h3 and never skip a level', async () => {
		expect(await tags('# a\n\n## b\n\n#### c\n\n# d')).toBe('h3 h4 h5 h3');
		expect(await tags('#### a\n\n##### b\n\n###### c')).toBe('h3 h4 h5');
		expect(await tags('Title\n=====\n\nPart\n-----')).toBe('h3 h4');
	});

	test('have no id that could take the place of one of the page', async () =>
		expect(await html('# main')).not.toContain('id='));
});

describe('links', () => {
	test('that lead out carry no weight and no handle on the page', async () => {
		const body = await renderMarkdown('[a](https://a.example) [b](/threads/1) [c](mailto:x@a.example) [d](#part)');
		expect(body.html).toContain('<a href="https://a.example" rel="nofollow ugc noopener">a</a>');
		expect(body.html).toContain('<a href="/threads/1">b</a> <a href="mailto:x@a.example">c</a> <a href="#part">d</a>');
		expect(body.links).toBe(1);
	});

	test('to the community itself become paths', async () => {
		const body = await renderMarkdown('https://ask.example/threads/1 [x](https://ask.example.evil.example/)', {
			origin: 'https://ask.example',
		});
		expect(body.html).toContain('<a href="/threads/1">https://ask.example/threads/1</a>');
		expect(body.links).toBe(1);
	});

	test('without a scheme are read as browsers read them', async () => {
		expect(await html('[a](www.a.example)')).toContain('href="https://www.a.example"');
		expect(await html('[a](//a.example/b)')).toContain('href="https://a.example/b" rel="nofollow');
		expect(await html('[a](/\\a.example)')).not.toContain('href="/\\');
	});

	test('without an address leave their words', async () =>
		expect(await html('[words]()')).toBe('<p dir="auto">words</p>'));

	test('of other schemes stay text', async () => expect(await html('[a](tel:123) <irc://b>')).not.toContain('<a'));
});

describe('images', () => {
	test('of the community keep their place free', async () => {
		const body = await renderMarkdown('![A *red* box](/files/12/box.png "Box")', {
			fileSizes: new Map([[12, { width: 640, height: 480 }]]),
		});
		expect(body.html.trim()).toBe(
			'<p dir="auto"><img src="/files/12/box.png" alt="A red box" title="Box" width="640" height="480" loading="lazy" decoding="async"></p>',
		);
		expect(body).toMatchObject({ images: 1, fileIds: [12], text: 'A red box' });
	});

	test('of other hosts become links, so that nobody is followed', async () => {
		const body = await renderMarkdown(
			'![Box](https://a.example/b.png) [![In](https://a.example/c.png)](/threads/1) ![](https://a.example/d.png)',
		);
		expect(body.html).toContain(
			'<a href="https://a.example/b.png" rel="nofollow ugc noopener">Box</a> <a href="/threads/1">In</a>',
		);
		expect(body.html).toContain('>https://a.example/d.png</a>');
		expect(body).toMatchObject({ images: 0, links: 2 });
	});

	test('of other hosts are shown in imported bodies, without telling where from', async () => {
		expect(await html('![Box](http://a.example/b.png)', { allowRemoteImages: true })).toContain(
			'<img src="https://a.example/b.png" alt="Box" loading="lazy" decoding="async" referrerpolicy="no-referrer">',
		);
	});

	test('and linked files are listed once each', async () => {
		const body = await renderMarkdown(
			'![a](/files/1/a.png) [b](/files/2/b.pdf) ![c](/files/1/a.png) [no](/files/x) [no](/filesystem/9/)',
		);
		expect(body.fileIds).toEqual([1, 2]);
	});
});

describe('mentions', () => {
	const known = new Set(['dewi', 'arif_b', 'made.k', 'x-1']);
	const mentioned = async (source: string) => (await renderMarkdown(source, { knownHandles: known })).mentions;

	test('link to the member', async () => {
		expect(await html('Thanks @Dewi!', { knownHandles: known })).toBe(
			'<p dir="auto">Thanks <a class="mention" href="/members/dewi">@Dewi</a>!</p>',
		);
	});

	test('are listed once each in lower case', async () =>
		expect(await mentioned('@dewi @DEWI (@arif_b)')).toEqual(['dewi', 'arif_b']));

	test('end before the marks of the sentence', async () => {
		expect(await mentioned('@dewi. @made.k, @made.k. @x-1- *@arif_b* **@dewi**')).toEqual([
			'dewi',
			'made.k',
			'x-1',
			'arif_b',
		]);
	});

	test.each([
		'`@dewi`',
		'```\n@dewi\n```',
		'    @dewi',
		'mail@dewi',
		'mail@dewi.example',
		'[@dewi](/a)',
		'<a href="/a">@dewi</a>',
		'\\@dewi',
		'@dewi/package',
		'@dewi@elsewhere.example',
		'https://a.example/@dewi',
		'@nobody',
		'@d',
		'@dewié',
		`@${'d'.repeat(31)}`,
	])('are not seen in %s', async (source) => expect(await mentioned(source)).toEqual([]));

	test('are all taken for members when nobody is known, and for nobody when the set is empty', async () => {
		expect((await renderMarkdown('@someone')).mentions).toEqual(['someone']);
		expect((await renderMarkdown('@someone', { knownHandles: new Set() })).mentions).toEqual([]);
	});

	test('can be looked up before rendering', () =>
		expect(mentionedHandles('@Dewi `@code` @dewi @arif_b.')).toEqual(['dewi', 'arif_b']));
});

describe('direction', () => {
	test('is found for each outer block, since `auto` does not look into blocks with a direction of their own', async () => {
		const body = await html('# a\n\nb\n\n> c\n\n- d\n\n    code');
		expect([...body.matchAll(/<(\w+) dir="auto"/g)].map((match) => match[1])).toEqual(['h3', 'p', 'blockquote', 'ul']);
	});
});

describe('plain text', () => {
	test('has a line for each line and an empty one between paragraphs', async () => {
		const source =
			'# Title\n\nOne *two*\nthree.\n\n- a\n- b\n\n```js\nlet  x;\n\n  y();\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![Alt](/files/1/a.png) & <kbd>K</kbd>';
		expect((await renderMarkdown(source)).text).toBe(
			'Title\n\nOne two three.\n\na\nb\n\nlet  x;\n\n  y();\n\na b\n1 2\n\nAlt & K',
		);
	});

	test('of an empty body is empty', async () => {
		expect(await renderMarkdown('  \n')).toEqual({
			html: '',
			text: '',
			htmlVersion: HTML_VERSION,
			mentions: [],
			links: 0,
			images: 0,
			fileIds: [],
		});
	});
});

describe('length', () => {
	test('a body that is too long is refused', async () => {
		await expect(renderMarkdown('a'.repeat(LONGEST_SOURCE + 1))).rejects.toThrow(RangeError);
	});
});
