import { createContext, Script } from 'node:vm';
import { createHighlighterCoreSync, type HighlighterCore, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { escapeHtml } from './escape.ts';
import { grammarsOf, languageNamed } from './languages.ts';
import { classOfColour, tokenTheme } from './token-theme.ts';

/** A block of code and the word after its fence. */
export interface CodeBlock {
	code: string;
	word: string;
}

// Longer code, and longer lines (minified files), stay plain: nobody reads them for their colours.
const LONGEST_CODE = 20_000;
const LONGEST_LINE = 1_000;
/** Milliseconds for all code of one body. Ordinary code takes 2 to 15 ms for a thousand characters. */
const ALL_BLOCKS_MS = 800;
/** Milliseconds for a language's first block in a process: compiling its patterns takes up to 2 s (C++), once. */
const FIRST_BLOCK_MS = 6_000;

// Outlives the highlighter, because it holds the compiled patterns.
const engine = createJavaScriptRegexEngine({ forgiving: true });
const met = new Set<string>();
let highlighter: HighlighterCore | undefined;

/** Colours blocks of code: `html` with `tok-…` classes for each, or `undefined` where it stays plain. */
export async function highlightBlocks(blocks: readonly CodeBlock[]): Promise<(string | undefined)[]> {
	let left = ALL_BLOCKS_MS;
	const coloured: (string | undefined)[] = [];
	for (const { code, word } of blocks) {
		const language = languageNamed(word);
		const wanted = language !== undefined && code.length <= LONGEST_CODE && left > 1;
		if (wanted) await load(language);
		const limit = language !== undefined && met.has(language) ? left : FIRST_BLOCK_MS;
		const began = performance.now();
		coloured.push(wanted ? highlightWithin(limit, code, language) : undefined);
		if (limit === left) left -= performance.now() - began;
		if (wanted) met.add(language);
	}
	return coloured;
}

async function load(language: string): Promise<void> {
	highlighter ??= createHighlighterCoreSync({ themes: [tokenTheme], langs: [], engine });
	if (highlighter.getLoadedLanguages().includes(language)) return;
	const grammars = await grammarsOf(language);
	highlighter ??= createHighlighterCoreSync({ themes: [tokenTheme], langs: [], engine });
	highlighter.loadLanguageSync(grammars);
}

const room = { work: () => '' };
createContext(room);
const enter = new Script('work()');

/**
 * Some grammars can be made to search for hours (a long line of `<` in Bash does), and only V8's own watchdog, which
 * comes with `vm`, can stop a regular expression half-way. A stopped highlighter is in an unknown state: a new one is made.
 */
function highlightWithin(milliseconds: number, code: string, language: string): string | undefined {
	const current = highlighter;
	if (!current) return undefined;
	room.work = () => markUp(current, code, language);
	try {
		return String(enter.runInContext(room, { timeout: Math.ceil(milliseconds) }));
	} catch {
		// Time is up, or a grammar failed on this code: nobody's words are refused for their colours.
		highlighter = undefined;
		return undefined;
	} finally {
		room.work = () => '';
	}
}

function markUp(current: HighlighterCore, code: string, language: string): string {
	const lines = current.codeToTokensBase(code, {
		lang: language,
		theme: tokenTheme.name,
		tokenizeMaxLineLength: LONGEST_LINE,
		tokenizeTimeLimit: 0,
	});
	return lines.map(markUpLine).join('\n');
}

/** Neighbours of one kind share a span, and spaces join the span before them: a third less HTML. */
function markUpLine(tokens: ThemedToken[]): string {
	let html = '';
	let run = '';
	let kind = '';
	const close = () => (kind === '' ? escapeHtml(run) : `<span class="${kind}">${escapeHtml(run)}</span>`);
	for (const token of tokens) {
		const own = token.content.trim() === '' ? kind : classOfColour(token.color);
		if (own !== kind) {
			html += close();
			run = '';
			kind = own;
		}
		run += token.content;
	}
	return html + close();
}
