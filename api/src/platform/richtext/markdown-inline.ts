import type { Element, Node } from './html-tree.ts';
import { linkTarget } from './links.ts';
import { attribute, isElement, isText, textOf } from './html-tree.ts';

/** What surrounds a run of text, as far as it changes how the run is written. */
export interface Surroundings {
	/** One line only: headings and table cells. */
	oneLine: boolean;
	table: boolean;
	inLink: boolean;
	/** Marks of emphasis that are already open: inside themselves they would end it. */
	marks: readonly string[];
	depth: number;
}

/** Nothing around: the beginning of a paragraph. */
export const PARAGRAPH: Surroundings = { oneLine: false, table: false, inLink: false, marks: [], depth: 0 };
/** A heading, a term or a summary. */
export const ONE_LINE: Surroundings = { ...PARAGRAPH, oneLine: true };
/** A cell of a GFM table. */
export const CELL: Surroundings = { ...ONE_LINE, table: true };

// Stands for a hard line break until the paragraph is whole: at its edges a break means nothing and is left out.
const BREAK = '\v';

/** Elements with no Markdown of their own that the renderer takes as HTML. */
const AS_HTML = new Set('abbr cite dfn ins kbd mark q samp small sub sup u var'.split(' '));
const SILENT = new Set(
	'audio button canvas head iframe object script select style template textarea title video'.split(' '),
);
const DEEPEST = 60;

/** Writes nodes that belong in one line or paragraph. */
export function inlineMarkdown(nodes: readonly Node[], around: Surroundings): string {
	if (around.depth > DEEPEST) return escapeText(nodes.map(textOf).join(''), around);
	let out = '';
	nodes.forEach((node, index) => {
		if (isText(node)) out += escapeText(node.data, around);
		else if (isElement(node)) out += element(node, { ...around, depth: around.depth + 1 }, out, nodes[index + 1]);
	});
	return out;
}

/** Joins what `inlineMarkdown` wrote into lines without stray spaces, and keeps them from being taken for something else. */
export function asParagraph(written: string, oneLine: boolean): string {
	const lines = written
		.replace(/(?<![ \t\n])[ \t\n]*\n[ \t\n]*/g, oneLine ? ' ' : '\n')
		.replace(/ {2,}/g, ' ')
		.replace(/^[\s\v]+|[\s\v]+$/g, '');
	const text = lines.replace(/(?:(?<![ \n])[ \n]+)?\v[ \n]*/g, oneLine ? ' ' : '\\\n');
	return oneLine ? text : text.split('\n').map(escapeLineStart).join('\n');
}

function element(node: Element, around: Surroundings, before: string, next: Node | undefined): string {
	switch (node.name) {
		case 'em':
		case 'i':
			return emphasised('*', 'em', node, around, before, next);
		case 'strong':
		case 'b':
			return emphasised('**', 'strong', node, around, before, next);
		case 'del':
		case 's':
		case 'strike':
			return emphasised('~~', 'del', node, around, before, next);
		case 'code':
		case 'tt':
			return code(textOf(node), around);
		case 'br':
			return around.table ? '<br>' : around.oneLine ? ' ' : BREAK;
		case 'a':
			return link(node, around);
		case 'img':
			return image(node, around);
	}
	if (SILENT.has(node.name)) return '';
	const html = inlineMarkdown(node.children, around);
	return AS_HTML.has(node.name) && html !== '' ? `<${node.name}>${html}</${node.name}>` : html;
}

/** `*text*` where CommonMark's rules for flanking (section 6.2) let it begin and end, else the HTML element. */
function emphasised(
	mark: string,
	tag: string,
	node: Element,
	around: Surroundings,
	before: string,
	next: Node | undefined,
): string {
	if (around.marks.includes(mark)) return inlineMarkdown(node.children, around);
	const inside = inlineMarkdown(node.children, { ...around, marks: [...around.marks, mark] });
	const [, left = '', text = '', right = ''] = /^(\s*)([^]*?)(\s*)$/.exec(inside) ?? [];
	if (text === '') return inside;
	const previous = left === '' ? before.slice(-1) : ' ';
	const following = right === '' ? firstCharacter(next) : ' ';
	const opens = !isMark(text[0]) || previous === '' || isSpaceOrMark(previous);
	const closes = !isMark(text.at(-1)) || following === '' || isSpaceOrMark(following);
	const touches = [previous, text[0], text.at(-1), following].includes(mark[0]);
	return opens && closes && !touches
		? `${left}${mark}${text}${mark}${right}`
		: `${left}<${tag}>${text}</${tag}>${right}`;
}

function isMark(character: string | undefined): boolean {
	return character !== undefined && /[\p{P}\p{S}]/u.test(character);
}

function isSpaceOrMark(character: string): boolean {
	return /[\s\p{P}\p{S}]/u.test(character);
}

function firstCharacter(node: Node | undefined): string {
	if (!node) return '';
	// What another element will begin with is not known yet; a letter is the case that needs care.
	return isText(node) ? node.data.slice(0, 1) : isElement(node) && node.name === 'br' ? '\n' : 'a';
}

function code(content: string, around: Surroundings): string {
	const text = content.replace(/(?<!\s)\s*\n\s*/g, ' ');
	if (text.trim() === '') return text;
	const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
	const fence = '`'.repeat(longest + 1);
	// CommonMark takes one space off each side, which keeps a backtick at the edge apart from the fence.
	const padded = /^[` ]|[` ]$/.test(text) ? ` ${text} ` : text;
	return fence + (around.table ? padded.replaceAll('|', '\\|') : padded) + fence;
}

function link(node: Element, around: Surroundings): string {
	const href = attribute(node, 'href');
	const text = inlineMarkdown(node.children, { ...around, inLink: true });
	// An address that the renderer would refuse would show as source; its words are enough.
	if (!href || !linkTarget(href) || around.inLink || text.trim() === '') return text;
	const title = attribute(node, 'title');
	if (!title && textOf(node) === href && /^https?:\/\/[^\s<>]+$/i.test(href)) return `<${href}>`;
	const [, left = '', label = '', right = ''] = /^(\s*)([^]*?)(\s*)$/.exec(text) ?? [];
	return `${left}[${label}](${destination(href)}${titlePart(title, around)})${right}`;
}

function image(node: Element, around: Surroundings): string {
	const src = attribute(node, 'src');
	const alt = attribute(node, 'alt') ?? '';
	if (!src || !linkTarget(src)) return escapeText(alt, around);
	const words = escapeText(alt, { ...around, oneLine: true }).replace(/\s+/g, ' ');
	return `![${words}](${destination(src)}${titlePart(attribute(node, 'title'), around)})`;
}

function destination(address: string): string {
	const clean = address.trim().replace(/[\s<>|\\]/g, (character) => encodeURIComponent(character));
	return /[()&*_]/.test(clean) ? `<${clean}>` : clean;
}

function titlePart(title: string | undefined, around: Surroundings): string {
	if (!title) return '';
	const text = title.replace(/\s+/g, ' ').replace(/["\\&<]/g, '\\$&');
	return ` "${around.table ? text.replaceAll('|', '\\|') : text}"`;
}

const MAY_NEED_ESCAPE = /[\\`*_[\]<&~|]/;

/** Text in which nothing is taken for Markdown; runs of white space become one space or one line break. */
function escapeText(text: string, around: Surroundings): string {
	const words = text.replace(/[ \t\r\n\f\v]+/g, (run) => (!around.oneLine && run.includes('\n') ? '\n' : ' '));
	if (!MAY_NEED_ESCAPE.test(words)) return words;
	const escaped = words
		.replace(/[\\`*[\]]|~(?=~)|<(?=[a-z/!?])|&(?=#?\w+;)/gi, '\\$&')
		// Between letters an underscore is only itself (section 6.2), and addresses stay whole.
		.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
	return around.table ? escaped.replaceAll('|', '\\|') : escaped;
}

/** What would begin a heading, quote, list, rule or table row at the start of a line. */
function escapeLineStart(line: string): string {
	if (/^(?:[#>+=~|:-])/.test(line) && /^(?:#{1,6}(?: |$)|>|[+-](?: |$)|=+ *$|~~~|[|: -]+$|-{2,})/.test(line))
		return `\\${line}`;
	return line.replace(/^(\d{1,9})([.)])(?= |$)/, '$1\\$2');
}
