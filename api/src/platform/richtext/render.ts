import markdownIt, { type Token } from 'markdown-it';
import { addresses } from './addresses.ts';
import { blocks, languageWord } from './blocks.ts';
import { mentions } from './mentions.ts';
import { HTML_VERSION, LONGEST_SOURCE, type RenderedBody, type RenderOptions } from './options.ts';
import { quotes } from './quotes.ts';
import { hasRawHtml, rawHtml } from './raw-html.ts';
import { readBody } from './reading.ts';

const markdown = markdownIt({ html: true, linkify: true, breaks: false, typographer: false });
markdown.use(rawHtml).use(mentions).use(blocks).use(addresses).use(quotes);

/** Renders in this thread. Throws RangeError for a source longer than `LONGEST_SOURCE`. */
export async function renderMarkdown(source: string, options: RenderOptions = {}): Promise<RenderedBody> {
	if (source.length > LONGEST_SOURCE) throw new RangeError(`a body has at most ${LONGEST_SOURCE} characters`);
	const env = { ...options };
	const tokens = markdown.parse(source.toWellFormed(), env);
	await colour(tokens);
	const html = markdown.renderer.render(tokens, markdown.options, env);
	// Markdown alone cannot make a tag or an attribute that is not in the sanitiser's lists; only raw HTML can.
	const clean = hasRawHtml(tokens) ? (await import('./sanitize.ts')).sanitizeHtml(html, options) : html;
	return { html: clean, htmlVersion: HTML_VERSION, ...readBody(clean) };
}

/** The handles (lower-case) that a source would mention if all of them were members: to be looked up before rendering. */
export function mentionedHandles(source: string): string[] {
	if (!source.includes('@') || source.length > LONGEST_SOURCE) return [];
	const found = new Set<string>();
	for (const token of markdown.parse(source, {})) {
		for (const child of token.children ?? []) {
			if (child.attrGet('class') === 'mention') found.add(String(child.attrGet('href')).slice('/members/'.length));
		}
	}
	return [...found];
}

async function colour(tokens: Token[]): Promise<void> {
	const fences = tokens.filter((token) => token.type === 'fence' && languageWord(token) !== undefined);
	if (fences.length === 0) return;
	// Large, and without code, as in most processes' main thread, never needed.
	const { highlightBlocks } = await import('./highlight.ts');
	const html = await highlightBlocks(fences.map((token) => ({ code: token.content, word: languageWord(token)! })));
	fences.forEach((token, index) => (token.meta = { coloured: html[index] }));
}
