import { stemsOf, wordsIn } from './words.ts';

/*
 * Queries in PostgreSQL's own notation over our stems: `'pay' & ('invoic' | 'invoice')`. Stems hold letters, digits, `.`, `+` and `#`
 * only, so between quotes nothing in them can be read as an operator.
 */

/** One stem, between quotes. */
export function lexeme(stem: string): string {
	return `'${stem}'`;
}

/** Any of these; empty when there is none. */
export function anyOf(parts: string[]): string {
	const known = [...new Set(parts)].filter(Boolean);
	return known.length > 1 ? `(${known.join(' | ')})` : (known[0] ?? '');
}

/** All of these; empty when there is none. */
export function allOf(parts: string[]): string {
	const known = [...new Set(parts)].filter(Boolean);
	return known.length > 1 ? `(${known.join(' & ')})` : (known[0] ?? '');
}

/** A word in whichever of its stems; an unfinished one as the beginning of stems, too. */
export function wordQuery({ stems, beginnings }: { stems: string[]; beginnings: string[] }): string {
	return anyOf([...stems.map(lexeme), ...beginnings.map((beginning) => `${lexeme(beginning)}:*`)]);
}

/** Words that follow each other, in whichever of their stems. */
export function phraseQuery(phrase: string, language: string): string {
	const words = wordsIn(phrase).map((word) => anyOf(stemsOf(word.folded, language).map(lexeme)));
	return words.length > 1 ? `(${words.join(' <-> ')})` : (words[0] ?? '');
}

/** What holds in any case: every phrase, and nothing of what may not occur. Empty when nothing is asked. */
export function constraintQuery(phrases: string[], without: string[], language: string): string {
	return allOf([
		...phrases.map((phrase) => phraseQuery(phrase, language)),
		...without.map((phrase) => phraseQuery(phrase, language)).map((query) => (query ? `!${query}` : '')),
	]);
}
