import { describe, expect, test } from 'vitest';
import { renderMarkdown, withCards } from '../../api/src/platform/richtext/index.ts';
import { unescapeHtml } from '../../api/src/platform/richtext/escape.ts';
import { ownBlock } from '../../web/src/lib/editor/edits.ts';
import { findQuote, quoteAt, trimmed } from '../../packages/contracts/src/anchor.ts';
import { quotation, type Within } from '../../web/src/lib/thread/selection/quoted.ts';
import { ReadText, type TextNode } from '../../web/src/lib/thread/selection/readText.ts';

type Tree = TextNode & { childNodes: Tree[]; nodeValue: string | null; getAttribute: (name: string) => string | null };

/** A tree of rendered HTML, as a browser would make it; the renderer escapes every `>` outside of tags. */
function tree(html: string): Tree {
	const root = elementOf('div', '');
	const open = [root];
	for (const [, slash, name = '', attributes = '', words = ''] of html.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>|([^<]+)/g)) {
		const around = open.at(-1)!;
		if (words) {
			const nodeValue = unescapeHtml(words);
			around.childNodes.push({ nodeType: 3, nodeName: '#text', nodeValue, childNodes: [], getAttribute: () => null });
		} else if (slash) open.pop();
		else {
			const made = elementOf(name, attributes);
			around.childNodes.push(made);
			if (!['br', 'img', 'hr', 'input'].includes(name)) open.push(made);
		}
	}
	return root;
}

function elementOf(name: string, attributes: string): Tree {
	const of = (key: string) => new RegExp(` ${key}="([^"]*)"`).exec(attributes)?.[1];
	const getAttribute = (key: string) => (of(key) === undefined ? null : unescapeHtml(of(key)!));
	return { nodeType: 1, nodeName: name.toUpperCase(), nodeValue: null, childNodes: [], getAttribute };
}

const body = async (source: string) => tree((await renderMarkdown(source)).html);

function textNode(node: Tree, words: string): Tree {
	const found = nodesIn(node).find((one) => one.nodeType === 3 && one.nodeValue?.includes(words));
	if (!found) throw new Error(`No text with ${words}`);
	return found;
}
const nodesIn = (node: Tree): Tree[] => [node, ...node.childNodes.flatMap(nodesIn)];

const rich = [
	'First  line\nwith **bold** and `code`, a [link](https://docs.example) & more.',
	'- one\n- two\n\n> quoted\n> words',
	'```js\nlet a = 1;\n\n\tlet b;\n```',
	'| a | b |\n| - | - |\n| 1 | 2 |',
	'![a cat](/files/1/cat.png) end\\\nof it 😀',
].join('\n\n');

describe('the text of a body', () => {
	test('is the plain text that the API keeps, with white space treated alike', async () => {
		const { html, text } = await renderMarkdown(rich);
		expect(new ReadText(tree(html)).text).toBe(text.replace(/\s+/g, ' ').trim());
	});

	test('leaves out the cards of links, which come without an edit', async () => {
		const { html } = await renderMarkdown('Look:\n\nhttps://docs.example/a\n\nThere.');
		const cards = new Map([['https://docs.example/a', { title: 'Title', note: 'docs.example' }]]);
		const carded = withCards(html, 'https://ask.example.com', cards);
		expect(carded).not.toBe(html);
		expect(new ReadText(tree(carded)).text).toBe(new ReadText(tree(html)).text);
	});

	test('knows for each place in the tree how much stands before it, and back', async () => {
		const root = await body(rich);
		const read = new ReadText(root);
		for (const words of ['bold', 'code', 'two', 'quoted', 'let', '2', 'of it']) {
			const node = textNode(root, words);
			const offset = node.nodeValue!.indexOf(words);
			const from = read.indexOf({ node, offset });
			const span = trimmed(read.text, { from, to: read.indexOf({ node, offset: offset + words.length }) });
			expect(read.text.slice(span.from, span.to)).toBe(words);
			expect(read.placesOf(span.from, span.to)).toEqual({
				start: { node, offset },
				end: { node, offset: offset + words.length },
			});
		}
	});

	test('counts places between elements too', async () => {
		const root = await body('One **two** three\n\nFour');
		const read = new ReadText(root);
		const [first] = root.childNodes;
		expect(read.indexOf({ node: first!, offset: 0 })).toBe(0);
		expect(read.text.slice(read.indexOf({ node: first!, offset: 1 })).trim()).toBe('two three Four');
		expect(read.indexOf({ node: root, offset: root.childNodes.length })).toBe(read.text.length);
	});

	test('gives no places for nothing', () => {
		expect(new ReadText(tree('<p></p>')).placesOf(0, 0)).toBeUndefined();
	});
});

describe('a quote', () => {
	const text = 'The printer is silent. The printer hums. The printer is silent again, since the printer hums.';

	test('has 32 signs of what stands on either side, and no half ones', () => {
		const from = text.indexOf('hums');
		expect(quoteAt(text, { from, to: from + 4 })).toEqual({
			exact: 'hums',
			prefix: text.slice(from - 32, from),
			suffix: text.slice(from + 4, from + 36),
		});
		const halves = `😀${'a'.repeat(31)}word${'b'.repeat(31)}😀`;
		const at = halves.indexOf('word');
		const { prefix, suffix } = quoteAt(halves, { from: at, to: at + 4 });
		expect([prefix, suffix]).toEqual(['a'.repeat(31), 'b'.repeat(31)]);
	});

	test('of words that stand there several times is found where it was', () => {
		for (const words of ['The printer', 'printer', 'silent', 'hums', 'r']) {
			for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
				const span = { from, to: from + words.length };
				expect(findQuote(text, quoteAt(text, span))).toEqual(span);
			}
		}
	});

	test('is found after the text around it was edited', () => {
		const from = text.lastIndexOf('hums');
		const quote = quoteAt(text, { from, to: from + 4 });
		const edited = `Hello. ${text.replace('silent again', 'broken again')} Bye.`;
		expect(findQuote(edited, quote)?.from).toBe(edited.lastIndexOf('hums'));
	});

	test('is found across formatting, code and blocks', async () => {
		const read = new ReadText(await body('Set **the width** to\n`80 mm`.\n\nThen print.'));
		const span = findQuote(read.text, { exact: 'width to\n 80 mm. Then', prefix: 'the ', suffix: '' });
		expect(span && read.text.slice(span.from, span.to)).toBe('width to 80 mm. Then');
	});

	test('is nowhere when its words have gone', () => {
		expect(findQuote(text, { exact: 'the scanner', prefix: 'The printer ', suffix: '' })).toBeUndefined();
		expect(findQuote(text, { exact: ' ', prefix: '', suffix: '' })).toBeUndefined();
	});
});

describe('a quotation in Markdown', () => {
	const by = '@rina [wrote](/threads/1/why/2#2):';
	const quoteOf = async (source: string, within?: Within) => quotation(by, (await body(source)).childNodes, within);

	test('says whose words they are, above them', async () => {
		expect(await quoteOf('Yes, **do** it.')).toBe(`> ${by}\n>\n> Yes, **do** it.`);
	});

	test.each([
		'One line\\\nand another.',
		'**bold**, _leaning_, ~~gone~~ and `co``de`.',
		'A [link](https://docs.example/a_b) and https://docs.example/c_d there.',
		'- one\n- two\n  - inner\n\n1. first\n1. second',
		'```\nlet a = `x`;\n\n# no heading\n```',
		'> as somebody said',
		'\\# no heading, 1 \\* 2 \\* 3, snake_case_name, \\_no\\_, \\<b>, a\\`b, \\&amp; 5 > 4',
		'1\\. no list\n\n\\- none either',
	])('renders as what was quoted: %j', async (source) => {
		const { html } = await renderMarkdown(await quoteOf(source));
		const inner = html.replace(/^<blockquote[^>]*>\n<p class="quoted">.*?<\/p>\n/, '').replace(/<\/blockquote>\n$/, '');
		const bare = (text: string) => text.replace(/ dir="auto"/g, '').replace(/ class="language-\w+"/g, '');
		expect(bare(inner)).toBe(bare((await renderMarkdown(source)).html));
	});

	test('calls nobody who is named in the quoted words', async () => {
		const { mentions } = await renderMarkdown(await quoteOf('Ask @budi, or budi@mail.example, or (@dewi).'));
		expect(mentions).toEqual(['rina']);
	});

	test('keeps code as code where only a piece of it was selected', () => {
		const piece = tree('let a = 1;\n\tlet b;').childNodes;
		expect(quotation(by, piece, 'block')).toBe(`> ${by}\n>\n> \`\`\`\n> let a = 1;\n> \tlet b;\n> \`\`\``);
		expect(quotation(by, tree('a `b').childNodes, 'code')).toBe(`> ${by}\n>\n> \`\`a \`b\`\``);
	});

	test('leaves out cards, and names images', async () => {
		expect(await quoteOf('See ![a cat](/files/1/a.png) there')).toBe(`> ${by}\n>\n> See a cat there`);
		expect(quotation(by, tree('<p>a</p>\n<div class="unfurl"><a href="/x">T</a></div>').childNodes)).toBe(
			`> ${by}\n>\n> a`,
		);
	});
});

describe('a block put into a text', () => {
	test.each([
		['', 0, 'Q\n\n', 3],
		['before', 6, 'before\n\nQ\n\n', 11],
		['before\n', 7, 'before\n\nQ\n\n', 11],
		['before\n\nafter', 8, 'before\n\nQ\n\nafter', 11],
	])('%j at %i stands apart, with the caret behind it', (text, at, expected, caret) => {
		const { from, to, insert, start, end } = ownBlock({ text, start: at, end: at }, 'Q');
		expect(text.slice(0, from) + insert + text.slice(to)).toBe(expected);
		expect([start, end]).toEqual([caret, caret]);
	});
});
