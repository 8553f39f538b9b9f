import { createHighlighterCoreSync, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { escapeHtml } from './escape.ts';
import { grammarsOf, languageNamed } from './languages.ts';
import { classOfColour, tokenTheme } from './token-theme.ts';

const LONGEST_CODE = 20_000;
const LONGEST_LINE = 2_000;

let highlighter: HighlighterCore | undefined;

function currentHighlighter(): HighlighterCore {
	highlighter ??= createHighlighterCoreSync({
		themes: [tokenTheme],
		langs: [],
		engine: createJavaScriptRegexEngine({ forgiving: true }),
	});
	return highlighter;
}

export async function loadLanguages(words: Iterable<string>): Promise<void> {
	for (const word of new Set(words)) {
		const language = languageNamed(word);
		if (!language || currentHighlighter().getLoadedLanguages().includes(language)) continue;
		currentHighlighter().loadLanguageSync(await grammarsOf(language));
	}
}

export function highlight(code: string, word: string): string {
	const language = languageNamed(word);
	if (!language || code.length > LONGEST_CODE) return escapeHtml(code);
	const lines = currentHighlighter().codeToTokensBase(code, { lang: language, theme: tokenTheme.name, tokenizeMaxLineLength: LONGEST_LINE, tokenizeTimeLimit: 0 });
	return lines.map((line) => {
		let out = '', open = '', run = '';
		for (const t of line) {
			const cls = t.content.trim() === '' ? open : classOfColour(t.color);
			if (cls !== open) { out += open ? `<span class="${open}">${escapeHtml(run)}</span>` : escapeHtml(run); run = ''; open = cls; }
			run += t.content;
		}
		return out + (open ? `<span class="${open}">${escapeHtml(run)}</span>` : escapeHtml(run));
	}).join('\n');
}
