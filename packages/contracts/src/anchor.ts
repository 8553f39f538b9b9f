/** Words in a text, found again by what stands around them (W3C Web Annotation, TextQuoteSelector). */
export type TextQuote = { exact: string; prefix: string; suffix: string };
export type Span = { from: number; to: number };

/** UTF-16 units kept on either side of the words. */
const around = 32;

/** A text as people read it: every run of white space is one space, none at the ends. Passages count in it. */
export const asRead = (text: string): string => text.replace(/\s+/g, ' ').trim();

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
export function findQuote(text: string, quote: TextQuote): Span | undefined {
	return placesOf(text, quote).reduce<Found | undefined>(better, undefined)?.span;
}

/**
 * Finds the words in a text that may have been edited since: at the one place where they stand, or of several at the one that has
 * most of the same surroundings. Undefined when they are gone, or when nothing tells which of several places is meant.
 */
export function findAgain(text: string, quote: TextQuote): Span | undefined {
	const places = placesOf(text, quote);
	const best = places.reduce<Found | undefined>(better, undefined);
	return places.length === 1 || (best && best.alike > 0) ? best?.span : undefined;
}

type Found = { span: Span; alike: number };

const better = (best: Found | undefined, found: Found) => (!best || found.alike > best.alike ? found : best);

/** Wherever the words stand, with how much of their surroundings is the same. */
function placesOf(text: string, { exact, prefix, suffix }: TextQuote): Found[] {
	const wanted = asRead(exact);
	if (wanted === '') return [];
	const [before, after] = [oneSpaced(prefix), oneSpaced(suffix)];
	const found: Found[] = [];
	for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
		const span = { from, to: from + wanted.length };
		found.push({ span, alike: alikeBefore(text, from, before) + alikeAfter(text, span.to, after) });
	}
	return found;
}

const oneSpaced = (words: string) => words.replace(/\s+/g, ' ');

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
