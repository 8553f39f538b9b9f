/** Words in a text, found again by what stands around them (W3C Web Annotation, TextQuoteSelector). */
export type TextQuote = { exact: string; prefix: string; suffix: string };
export type Span = { from: number; to: number };

/** UTF-16 units kept on either side of the words. */
const around = 32;

/** The same part of a text without white space at its ends. */
export function trimmed(text: string, { from, to }: Span): Span {
	while (from < to && text[from] === ' ') from += 1;
	while (to > from && text[to - 1] === ' ') to -= 1;
	return { from, to };
}

/** Describes a part of a text so that it can be found again after other parts have changed. */
export function quoteAt(text: string, { from, to }: Span): TextQuote {
	return {
		exact: text.slice(from, to),
		prefix: whole(text.slice(Math.max(0, from - around), from)),
		suffix: whole(text.slice(to, to + around)),
	};
}

/**
 * Finds the words in a text: of several places the one with most of the same surroundings, of equal ones the first. Undefined when the
 * words stand nowhere any more.
 */
export function findQuote(text: string, { exact, prefix, suffix }: TextQuote): Span | undefined {
	const wanted = asRead(exact).trim();
	if (wanted === '') return undefined;
	const [before, after] = [asRead(prefix), asRead(suffix)];
	let best: { span: Span; alike: number } | undefined;
	for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
		const span = { from, to: from + wanted.length };
		const alike = alikeBefore(text, from, before) + alikeAfter(text, span.to, after);
		if (!best || alike > best.alike) best = { span, alike };
	}
	return best?.span;
}

const asRead = (words: string) => words.replace(/\s+/g, ' ');

/** Without the half of a sign whose other half was cut off. */
const whole = (words: string) => words.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');

function alikeBefore(text: string, at: number, words: string): number {
	let count = 0;
	while (count < words.length && text[at - 1 - count] === words[words.length - 1 - count]) count += 1;
	return count;
}

function alikeAfter(text: string, at: number, words: string): number {
	let count = 0;
	while (count < words.length && text[at + count] === words[count]) count += 1;
	return count;
}
