import type { MarkdownIt, RendererRule, StateCore, Token } from 'markdown-it';
import { escapeHtml } from './escape.ts';

const DIRECTED = new Set([
	'paragraph_open',
	'heading_open',
	'blockquote_open',
	'bullet_list_open',
	'ordered_list_open',
	'table_open',
]);
const LONGEST_LABEL = 80;

/** Shapes blocks for a page that has its own headings, two writing directions, narrow screens and screen readers. */
export function blocks(markdown: MarkdownIt): void {
	markdown.core.ruler.push('blocks', (state) => {
		outlineHeadings(state.tokens);
		state.tokens.forEach((token, index) => {
			if (token.level === 0 && DIRECTED.has(token.type)) token.attrSet('dir', 'auto');
			if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token);
			if (token.type === 'table_open') token.meta = { label: headerText(state.tokens, index) };
			if (token.type === 'inline') markTask(state, index);
		});
	});
	const { rules } = markdown.renderer;
	rules.table_open = tableOpen;
	rules.table_close = () => '</table>\n</div>\n';
	rules.fence = code;
	rules.code_block = code;
	rules.s_open = () => '<del>';
	rules.s_close = () => '</del>';
}

/**
 * Headings become h3 and below (h1 is the thread's title, h2 the page's parts), each at most one step deeper than the
 * one above it, whatever the number of `#`: screen readers walk by these levels.
 */
function outlineHeadings(tokens: Token[]): void {
	const above: number[] = [];
	let tag = 'h3';
	for (const token of tokens) {
		if (token.type === 'heading_open') {
			const written = Number(token.tag.slice(1));
			while (above.length > 0 && above.at(-1)! >= written) above.pop();
			above.push(written);
			tag = `h${Math.min(2 + above.length, 6)}`;
		}
		if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = tag;
	}
}

/** `style="text-align:…"` becomes a class, since no inline style is kept. */
function alignByClass(cell: Token): void {
	const side = /text-align:(left|center|right)/.exec(String(cell.attrGet('style') ?? ''))?.[1];
	cell.attrs = side ? [['class', `align-${side}`]] : null;
}

function headerText(tokens: Token[], table: number): string {
	const names: string[] = [];
	for (let index = table; index < tokens.length && tokens[index]!.type !== 'thead_close'; index++) {
		const token = tokens[index]!;
		if (token.type === 'inline') names.push((token.children ?? []).map((child) => child.content).join(''));
	}
	return names.filter(Boolean).join(', ').slice(0, LONGEST_LABEL);
}

/** The box that scrolls sideways must be reachable by keyboard, and then have a name: the table's own header cells. */
const tableOpen: RendererRule = (tokens, index, _options, _env, renderer) => {
	const table = tokens[index]!;
	const label = escapeHtml(String(table.meta?.label ?? ''));
	const named = label === '' ? '' : ` role="group" aria-label="${label}"`;
	return `<div class="scroll" tabindex="0"${named}>\n<table${renderer.renderAttrs(table)}>\n`;
};

/** Code is left-to-right in every language; `tabindex` lets a keyboard scroll long lines. */
const code: RendererRule = (tokens, index) => {
	const token = tokens[index]!;
	const word = languageWord(token);
	const name = word === undefined ? '' : ` class="language-${word}"`;
	const coloured = token.meta?.coloured;
	const html = typeof coloured === 'string' ? coloured : escapeHtml(token.content);
	return `<pre dir="ltr" tabindex="0"><code${name}>${html}</code></pre>\n`;
};

/** The language that a fence names, lower-case, if it is a plausible one. */
export function languageWord(fence: Token): string | undefined {
	return /^\s*\{?\.?([a-z0-9+#-]{1,20})(?=[\s}:,]|$)/i.exec(fence.info)?.[1]?.toLowerCase();
}

/** `- [ ] task`: a box inside a label, so that the box has a name in every language. */
function markTask(state: StateCore, index: number): void {
	const [item, paragraph, inline] = [state.tokens[index - 2], state.tokens[index - 1], state.tokens[index]];
	const first = inline?.children?.[0];
	if (item?.type !== 'list_item_open' || paragraph?.type !== 'paragraph_open' || first?.type !== 'text') return;
	const box = /^\[([ xX])\][ \t]/.exec(first.content);
	if (!box) return;
	first.content = first.content.slice(box[0].length);
	const input = new state.Token('task_box', 'input', 0);
	input.attrs = [
		['type', 'checkbox'],
		['disabled', ''],
	];
	if (box[1] !== ' ') input.attrs.push(['checked', '']);
	const space = new state.Token('text', '', 0);
	space.content = ' ';
	item.attrSet('class', 'task');
	inline!.children = [
		new state.Token('task_open', 'label', 1),
		input,
		space,
		...inline!.children!,
		new state.Token('task_close', 'label', -1),
	];
}
