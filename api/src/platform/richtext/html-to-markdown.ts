import { attribute, type Element, isElement, isText, type Node, parseHtml, textOf } from './html-tree.ts';
import { asParagraph, inlineMarkdown, ONE_LINE, PARAGRAPH } from './markdown-inline.ts';
import { tableMarkdown } from './markdown-table.ts';

const BLOCKS = new Set(
	(
		'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 ' +
		'h6 header hr html li main nav ol p pre section summary table ul'
	).split(' '),
);
const DEEPEST = 40;

/** Writes HTML (of Stack Exchange and other forums) as Markdown that `renderMarkdown` turns back into the same text. */
export function htmlToMarkdown(html: string): string {
	return blocksOf(parseHtml(html), 0).join('\n\n');
}

/** The blocks among some nodes, each without blank lines around it; runs of inline nodes become paragraphs. */
function blocksOf(nodes: readonly Node[], depth: number): string[] {
	const blocks: string[] = [];
	let run: Node[] = [];
	let previous = '';
	const flush = () => {
		const text = run.length === 0 ? '' : asParagraph(inlineMarkdown(run, PARAGRAPH), false);
		if (text !== '') {
			blocks.push(text);
			previous = 'p';
		}
		run = [];
	};
	for (const node of nodes) {
		if (!isElement(node) || !holdsBlocks(node)) {
			run.push(node);
			continue;
		}
		flush();
		const written =
			depth > DEEPEST ? [asParagraph(inlineMarkdown([node], PARAGRAPH), false)] : blockOf(node, depth + 1, previous);
		blocks.push(...written.filter((block) => block !== ''));
		if (written.length > 0) previous = node.name;
	}
	flush();
	return blocks;
}

function holdsBlocks(node: Element): boolean {
	return (
		BLOCKS.has(node.name) ||
		((node.name === 'a' || node.name === 'span') &&
			node.children.some((child) => isElement(child) && BLOCKS.has(child.name)))
	);
}

function blockOf(node: Element, depth: number, previous: string): string[] {
	switch (node.name) {
		case 'p':
			return node.children.some((child) => isElement(child) && BLOCKS.has(child.name))
				? blocksOf(node.children, depth)
				: [asParagraph(inlineMarkdown(node.children, PARAGRAPH), false)];
		case 'h1':
		case 'h2':
		case 'h3':
		case 'h4':
		case 'h5':
		case 'h6':
			return heading(node);
		case 'pre':
			return [fence(node)];
		case 'hr':
			// Not `---`, which under a line of text would make it a heading.
			return ['***'];
		case 'blockquote':
			return [prefixed(blocksOf(node.children, depth).join('\n\n'), '> ', '>')];
		case 'ul':
		case 'ol':
			return [list(node, depth, previous)];
		case 'table':
			return [tableMarkdown(node)];
		case 'dt':
			return [`**${asParagraph(inlineMarkdown(node.children, ONE_LINE), true)}**`];
		case 'details':
			return details(node, depth);
	}
	return blocksOf(node.children, depth);
}

function heading(node: Element): string[] {
	const text = asParagraph(inlineMarkdown(node.children, ONE_LINE), true);
	return text === '' ? [] : [`${'#'.repeat(Number(node.name[1]))} ${text.replace(/(?<!#)#+$/, '\\$&')}`];
}

function fence(pre: Element): string {
	const code = textOf(pre)
		.replace(/^\r?\n/, '')
		.trimEnd();
	const inner = pre.children.find((child) => isElement(child));
	const classes = `${attribute(pre, 'class') ?? ''} ${(inner && attribute(inner, 'class')) ?? ''}`;
	const language = /(?:^|\s)lang(?:uage)?-([a-z0-9+#-]{1,20})(?=\s|$)/i.exec(classes)?.[1] ?? '';
	const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
	const marks = '`'.repeat(longest + 1);
	return `${marks}${/^(?:none|default)$/.test(language) ? '' : language}\n${code}\n${marks}`;
}

function prefixed(text: string, prefix: string, empty: string): string {
	return text.replace(/^.*$/gm, (line) => (line === '' ? empty : prefix + line));
}

function list(node: Element, depth: number, previous: string): string {
	const ordered = node.name === 'ol';
	// A second list right after one of its kind needs another mark, or the two would be one.
	const second = previous === node.name;
	let number = Number.parseInt(attribute(node, 'start') ?? '1', 10) || 1;
	const items = node.children.filter((child) => !isText(child) || child.data.trim() !== '');
	const loose = items.some(
		(item) => isElement(item) && item.children.some((child) => isElement(child) && child.name === 'p'),
	);
	const written = items.map((item) => {
		const mark = ordered ? `${number++}${second ? ')' : '.'} ` : second ? '* ' : '- ';
		const blocks = blocksOf(isElement(item) && item.name === 'li' ? item.children : [item], depth);
		const body = blocks
			.reduce((all, block) => all + (loose || !interrupts(block) ? '\n\n' : '\n') + block, '')
			.trimStart();
		return mark + body.replace(/\n(?!\n|$)/g, `\n${' '.repeat(mark.length)}`);
	});
	return written.join(loose ? '\n\n' : '\n');
}

/** Whether a block may follow a line of text without an empty line between (CommonMark 0.31, section 4.8). */
function interrupts(block: string): boolean {
	return /^(?:[-*] |1[.)] |> |`{3}|#{1,6} |\*\*\*$)/.test(block);
}

function details(node: Element, depth: number): string[] {
	const summary = node.children.find((child): child is Element => isElement(child) && child.name === 'summary');
	const title = summary ? asParagraph(inlineMarkdown(summary.children, ONE_LINE), true) : '';
	const rest = blocksOf(
		node.children.filter((child) => child !== summary),
		depth,
	);
	return [`<details><summary>${title}</summary>`, ...rest, '</details>'];
}
