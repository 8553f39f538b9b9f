import { attributeOf, isCard, isText } from './readText.ts';
import type { TextNode } from './readText.ts';

/** What the selected words stand in: plain text, a piece of code within a line, or a block of code. */
export type Within = 'text' | 'code' | 'block';

/** A quotation in Markdown: a line that says whose words they are (`by`), and the words, with what gives them shape. */
export function quotation(by: string, nodes: TextNode[], within: Within = 'text'): string {
	const words =
		within === 'text' ? blocks(nodes) : [within === 'code' ? inlineCode(plain(nodes)) : fenced(plain(nodes))];
	return quoted([by, ...words].join('\n\n'));
}

const quoted = (markdown: string) => markdown.replace(/^(?=.)/gm, '> ').replace(/^$/gm, '>');

function blocks(nodes: TextNode[]): string[] {
	const found: string[] = [];
	let line = '';
	const flush = () => {
		const words = line.trim();
		if (words) found.push(atLineStart(words));
		line = '';
	};
	for (const node of nodes) {
		const made = block(node);
		if (made === undefined) line += inline(node);
		else {
			flush();
			found.push(...made.filter(Boolean));
		}
	}
	flush();
	return found;
}

/** The blocks that an element makes; undefined when it runs within a line. */
function block(node: TextNode): string[] | undefined {
	const { nodeName } = node;
	if (isCard(node) || nodeName === 'HR') return [];
	if (nodeName === 'PRE') return [fenced(plain([node]))];
	if (nodeName === 'BLOCKQUOTE') return [quoted(blocks(childrenOf(node)).join('\n\n'))];
	if (nodeName === 'UL' || nodeName === 'OL') return [list(node)];
	if (nodeName === 'LI') return blocks(childrenOf(node));
	if (nodeName === 'TR')
		return [
			childrenOf(node)
				.map(inline)
				.map((cell) => cell.trim())
				.filter(Boolean)
				.join(' · '),
		];
	if (/^H[1-6]$/.test(nodeName)) return blocks(childrenOf(node)).map((words) => `**${words}**`);
	if (/^(?:P|DIV|TABLE|THEAD|TBODY|DETAILS|SUMMARY|FIGURE|FIGCAPTION|DL|DT|DD)$/.test(nodeName))
		return blocks(childrenOf(node));
	return undefined;
}

function list(node: TextNode): string {
	const sign = node.nodeName === 'OL' ? '1. ' : '- ';
	return (
		childrenOf(node)
			.map((item) => blocks(item.nodeName === 'LI' ? childrenOf(item) : [item]).join('\n\n'))
			// A list right below its words, so that they make no paragraph.
			.map((item) => item.replace(/\n\n(?=- |1\. )/g, '\n'))
			.filter(Boolean)
			.map((item) => sign + item.replace(/\n(?=.)/g, `\n${' '.repeat(sign.length)}`))
			.join('\n')
	);
}

function inline(node: TextNode): string {
	if (isText(node)) return escaped((node.nodeValue ?? '').replace(/\s+/g, ' '));
	const words = childrenOf(node).map(inline).join('');
	if (isCard(node) || words === '') return node.nodeName === 'BR' ? '\\\n' : escaped(attributeOf(node, 'alt'));
	if (node.nodeName === 'CODE' || node.nodeName === 'KBD') return inlineCode(plain([node]));
	if (node.nodeName === 'STRONG' || node.nodeName === 'B') return marked(words, '**');
	if (node.nodeName === 'EM' || node.nodeName === 'I') return marked(words, '_');
	if (node.nodeName === 'DEL' || node.nodeName === 'S') return marked(words, '~~');
	if (node.nodeName === 'A') return link(node, words);
	return words;
}

/** A mention within quoted words is none: nobody is called twice by the same words. */
function link(node: TextNode, words: string): string {
	const href = attributeOf(node, 'href');
	if (href === '' || attributeOf(node, 'class') === 'mention') return words;
	return plain([node]) === href ? href : `[${words}](<${href}>)`;
}

/** Marks beside a space are no marks in Markdown. */
function marked(words: string, mark: string): string {
	const [, before = '', core = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(words) ?? [];
	return core === '' ? words : before + mark + core + mark + after;
}

function inlineCode(code: string): string {
	const line = code.replace(/\s+/g, ' ');
	const fence = '`'.repeat(longestRun(line) + 1);
	const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
	return fence + room + line + room + fence;
}

function fenced(code: string): string {
	const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
	return `${fence}\n${code.replace(/(?<!\n)\n+$/, '')}\n${fence}`;
}

const longestRun = (code: string) => Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
const childrenOf = (node: TextNode): TextNode[] => Array.from(node.childNodes);

function plain(nodes: TextNode[]): string {
	return nodes.map((node) => (isText(node) ? (node.nodeValue ?? '') : plain(childrenOf(node)))).join('');
}

/** Words as words, also where they look like Markdown. */
function escaped(words: string): string {
	return words
		.replace(/[\\`*[\]]|~~|<(?=[a-z/!?])|&(?=#?\w+;)/gi, '\\$&')
		.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
		.replace(/(?<![\p{L}\p{N}.])@(?=\w)/gu, '\\@');
}

/** What would make a heading, a list or a quotation at the beginning of a line. */
function atLineStart(words: string): string {
	return words.replace(/^(?=[#>+=-])/gm, '\\').replace(/^(\d{1,9})(?=[.)](?:\s|$))/gm, '$1\\');
}
