import type { Settings } from '../settings/index.ts';

type Watched = Settings['watchedWords'][number];
export type WordHit = { pattern: string; action: Watched['action']; words: string };

/** A pattern as words to be found one after the other; `*` in a word stands for any letters. */
type Compiled = Watched & { parts: string[] };

/** A word of a text: as compared, and as written. */
type Word = { plain: string; written: string };

/** Longer than any word of a language; what is longer is a text without spaces, in which `*` still finds. */
const longestWord = 2000;

/**
 * Which watched words a text holds: whole words, whatever their case, accents and the signs between them. No pattern can take long:
 * texts are compared word by word, without regular expressions made of what somebody typed.
 */
export function findWatchedWords(text: string, watched: Watched[]): WordHit[] {
	if (watched.length === 0) return [];
	const patterns = watched.map((one): Compiled => ({ ...one, parts: partsOf(one.pattern) }));
	const words = wordsOf(text);
	const byFirst = Map.groupBy(
		patterns.filter(({ parts }) => parts[0] !== undefined && !parts[0].includes('*')),
		({ parts }) => parts[0],
	);
	const open = patterns.filter(({ parts }) => parts[0]?.includes('*'));
	// A word that came before begins the same patterns again.
	const beginnings = new Map<string, Compiled[]>();
	const hits = new Map<string, WordHit>();
	for (const [place, { plain }] of words.entries()) {
		let begun = beginnings.get(plain);
		if (!begun) {
			begun = [...(byFirst.get(plain) ?? []), ...open.filter(({ parts }) => fits(plain, parts[0] ?? ''))];
			beginnings.set(plain, begun);
		}
		for (const { pattern, action, parts } of begun) {
			if (hits.has(pattern) || !parts.every((part, step) => fits(words[place + step]?.plain, part))) continue;
			const found = words.slice(place, place + parts.length).map((word) => word.written);
			hits.set(pattern, { pattern, action, words: found.join(' ').slice(0, 100) });
		}
	}
	return [...hits.values()];
}

/** Without case, accents, and signs that are not seen. */
function plainOf(text: string): string {
	return text
		.normalize('NFKD')
		.replaceAll(/[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
		.toLowerCase()
		.replaceAll(/[\u0300-\u036f]/g, '')
		.normalize('NFC');
}

const unseen = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

function wordsOf(text: string): Word[] {
	const written = text.replaceAll(unseen, '').match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
	return written.map((word) => ({ plain: plainOf(word.slice(0, longestWord)), written: word }));
}

function partsOf(pattern: string): string[] {
	const parts = plainOf(pattern).match(/[\p{L}\p{M}\p{N}_*]+/gu) ?? [];
	// A star that stands alone would be any word at all.
	return parts.map((part) => part.replaceAll(/\*+/g, '*')).filter((part, _, all) => part !== '*' || all.length > 1);
}

/** Whether a word is what a part of a pattern says; goes through both once, back only to the last star. */
function fits(word: string | undefined, part: string): boolean {
	if (word === undefined) return false;
	if (!part.includes('*')) return word === part;
	let [at, step, star, mark] = [0, 0, -1, 0];
	while (at < word.length) {
		if (part[step] === '*') [star, mark] = [step++, at];
		else if (part[step] === word[at]) [step, at] = [step + 1, at + 1];
		else if (star >= 0) [step, at] = [star + 1, ++mark];
		else return false;
	}
	while (part[step] === '*') step++;
	return step === part.length;
}
