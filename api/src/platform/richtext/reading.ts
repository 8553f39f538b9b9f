import { unescapeHtml } from './escape.ts';

/** What can be learned from a rendered body by reading it. */
export interface Reading {
	text: string;
	mentions: string[];
	links: number;
	images: number;
	fileIds: number[];
}

const TAG = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/g;
const PARAGRAPHS = new Set('blockquote details div dl figure h3 h4 h5 h6 hr ol p pre table ul'.split(' '));
const LINES = new Set('br caption dd dt figcaption li summary tr'.split(' '));
const CELLS = new Set(['td', 'th']);

/**
 * Reads HTML that this folder has written (it relies on `>` being escaped everywhere but at the end of a tag): its plain
 * text, one empty line between paragraphs, and what it links to. One walk for all, because imports read a lot of it.
 */
export function readBody(html: string): Reading {
	const page = new Page();
	const mentions = new Set<string>();
	const fileIds = new Set<number>();
	let links = 0;
	let images = 0;
	let from = 0;
	for (const tag of html.matchAll(TAG)) {
		if (tag.index > from) page.write(html.slice(from, tag.index));
		from = tag.index + tag[0].length;
		const [, slash, name = '', attributes = ''] = tag;
		page.pass(name, slash === '/');
		if (attributes === '') continue;
		if (name === 'a') {
			const member = /^ class="mention" href="\/members\/([^"]*)"/.exec(attributes)?.[1];
			if (member !== undefined) mentions.add(member);
			else if (attributes.includes(' rel="nofollow')) links++;
		}
		if (name === 'img') {
			images++;
			page.write(` ${/ alt="([^"]*)"/.exec(attributes)?.[1] ?? ''} `);
		}
		const file = /(?: src| href)="\/files\/(\d{1,15})(?=["/?#])/.exec(attributes)?.[1];
		if (file !== undefined) fileIds.add(Number(file));
	}
	page.write(html.slice(from));
	return { text: page.text(), mentions: [...mentions], links, images, fileIds: [...fileIds] };
}

const NOT_PROSE = /<pre[\s>].*?<\/pre>|<blockquote[\s>].*?<\/blockquote>/gs;

/** What the author of a body says in words of their own: its plain text without blocks of code and quotes of others. */
export function proseOf(html: string): string {
	return readBody(html.replace(NOT_PROSE, '<hr>')).text;
}

/** Plain text as it grows: spaces and line breaks as a browser would show them. */
class Page {
	private out = '';
	private breaks = 0;
	private space = false;
	private literal = 0;

	write(html: string): void {
		if (this.literal > 0) return this.put(unescapeHtml(html));
		const words = unescapeHtml(html).replace(/[ \t\r\n\f]+/g, ' ');
		if (words === ' ' || words === '') {
			this.space ||= words === ' ';
			return;
		}
		this.space ||= words.startsWith(' ');
		this.put(words.trim() === words ? words : words.replace(/^ | $/g, ''));
		this.space = words.endsWith(' ');
	}

	pass(name: string, closing: boolean): void {
		if (PARAGRAPHS.has(name)) this.breaks = 2;
		else if (LINES.has(name)) this.breaks = Math.max(this.breaks, 1);
		else if (CELLS.has(name)) this.space = true;
		if (name === 'pre') this.literal += closing ? -1 : 1;
	}

	text(): string {
		return this.out.trim();
	}

	private put(words: string): void {
		if (this.out !== '') {
			if (this.breaks > 0) this.out = `${this.out.trimEnd()}${'\n'.repeat(this.breaks)}`;
			else if (this.space) this.out += ' ';
		}
		this.out += words;
		this.breaks = 0;
		this.space = false;
	}
}

/** The beginning of a plain text in one line of at most `length` characters, cut between words and marked `…` when cut. */
export function excerpt(text: string, length: number): string {
	const line = text
		.slice(0, length * 4 + 200)
		.replace(/\s+/g, ' ')
		.trim();
	if (line.length <= length && text.length <= length * 4 + 200) return line;
	if (length < 1) return '';
	const cut = line
		.slice(0, length - 1)
		.toWellFormed()
		.replace(/\uFFFD$/, '');
	const space = /\s/.test(line[cut.length] ?? ' ') ? cut.length : cut.lastIndexOf(' ');
	// A text without spaces (Japanese, a long address) is cut where the room ends.
	return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
