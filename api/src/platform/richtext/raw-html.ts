import type { MarkdownIt, StateBlock, StateInline, Token } from 'markdown-it';
import { escapeHtml } from './escape.ts';
import { blockTags, inlineTags } from './tags.ts';

// An opening or closing tag as CommonMark 0.31 defines it (section 6.6), sticky so that it is tried at one place only.
const ATTRIBUTE = `\\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\\s*=\\s*(?:[^"'=<>\`\\x00-\\x20]+|'[^']*'|"[^"]*"))?`;
const TAG_SOURCE = `<([A-Za-z][A-Za-z0-9-]*)(?:${ATTRIBUTE})*\\s*/?>|</([A-Za-z][A-Za-z0-9-]*)\\s*>`;
const TAG = new RegExp(TAG_SOURCE, 'y');
const TAGS_AND_REST = new RegExp(`<!--[^]*?(?:-->|$)|${TAG_SOURCE}|<`, 'g');
const BLOCK_START = /<\/?([a-z][a-z0-9]*)(?=[\s/>]|$)/iy;

/** Lets the small set of tags in `tags.ts` through for the sanitiser to judge; every other `<` is shown as typed. */
export function rawHtml(markdown: MarkdownIt): void {
	markdown.block.ruler.at('html_block', block, { alt: ['paragraph', 'reference', 'blockquote'] });
	markdown.inline.ruler.at('html_inline', inline);
	markdown.renderer.rules.html_block = (tokens, index) => onlyKnownTags(tokens[index]?.content ?? '');
	markdown.renderer.rules.html_inline = (tokens, index) => tokens[index]?.content ?? '';
}

/** True when the sanitiser has to look at the rendered HTML, because a member wrote some of it. */
export function hasRawHtml(tokens: readonly Token[]): boolean {
	return tokens.some(
		(token) =>
			token.type === 'html_block' ||
			(token.type === 'inline' && token.children?.some((child) => child.type === 'html_inline')),
	);
}

function onlyKnownTags(html: string): string {
	return html.replace(TAGS_AND_REST, (found: string, opened?: string, closed?: string) => {
		if (found.startsWith('<!--')) return '';
		return isKnown(opened ?? closed) ? found : escapeHtml(found);
	});
}

function isKnown(name: string | undefined): boolean {
	const tag = name?.toLowerCase() ?? '';
	return inlineTags.has(tag) || blockTags.has(tag);
}

/** A block of raw HTML: from a known block tag to the next empty line, `<pre>` to its end, a comment to its end. */
function block(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
	const end = endOfBlock(state, startLine);
	if (!end || silent) return end !== undefined;
	let line = startLine;
	let ended = end.test(lineAt(state, line));
	for (line++; line < endLine && !ended; line++) {
		const text = lineAt(state, line);
		// Text further out than the list or quote that holds the block belongs to what follows.
		if (state.sCount[line]! < state.blkIndent && text !== '') break;
		ended = end.test(text);
		if (ended && text === '') break;
	}
	state.line = line;
	const token = state.push('html_block', '', 0);
	token.map = [startLine, line];
	token.content = state.getLines(startLine, line, state.blkIndent, true);
	return true;
}

function lineAt(state: StateBlock, line: number): string {
	return state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
}

function endOfBlock(state: StateBlock, line: number): RegExp | undefined {
	if (state.sCount[line]! - state.blkIndent >= 4) return undefined;
	const start = state.bMarks[line]! + state.tShift[line]!;
	if (state.src.charCodeAt(start) !== 0x3c) return undefined;
	if (state.src.startsWith('<!--', start)) return /-->/;
	BLOCK_START.lastIndex = start;
	const name = BLOCK_START.exec(state.src)?.[1]?.toLowerCase();
	if (name === undefined || !blockTags.has(name)) return undefined;
	return name === 'pre' && state.src[start + 1] !== '/' ? /<\/pre>/i : /^$/;
}

function inline(state: StateInline, silent: boolean): boolean {
	if (state.src.charCodeAt(state.pos) !== 0x3c) return false;
	const comment = endOfComment(state);
	if (comment !== undefined) {
		state.pos = comment;
		return true;
	}
	TAG.lastIndex = state.pos;
	const tag = TAG.exec(state.src);
	if (!tag) return false;
	if (!silent) push(state, tag[0], isKnown(tag[1] ?? tag[2]));
	state.pos = TAG.lastIndex;
	return true;
}

function push(state: StateInline, tag: string, known: boolean): void {
	if (!known) {
		// Text, but as one piece: Markdown inside `<List attr="*a*">` was not meant.
		state.pending += tag;
		return;
	}
	state.push('html_inline', '', 0).content = tag;
	if (/^<a[\s>]/i.test(tag)) state.linkLevel++;
	else if (/^<\/a\s*>/i.test(tag)) state.linkLevel--;
}

function endOfComment(state: StateInline): number | undefined {
	if (state.skipHtmlSpecial || !state.src.startsWith('<!--', state.pos)) return undefined;
	// `<!-->` and `<!--->` are whole comments.
	const short = /^-?>/.exec(state.src.slice(state.pos + 4, state.pos + 6))?.[0];
	if (short !== undefined) return state.pos + 4 + short.length;
	const end = state.src.indexOf('-->', state.pos + 4);
	// Remembered, so that a thousand unfinished comments do not each search to the end.
	if (end < 0) state.skipHtmlSpecial = true;
	return end < 0 ? undefined : end + 3;
}
