import { termsOf, type Term } from './bm25f.ts';
import { withinEdits } from './edits.ts';
import { stemsOf, wordsIn, type Word } from './words.ts';

/** Text in pieces; those with `hit` were searched for. */
export type Marked = { text: string; hit: boolean }[];

const snippetLength = 240;
/** Characters shown before the first hit. */
const lead = 60;

/** Marks the words of a text that a search means: other forms, the beginning of the last word, and, where nothing else hits, typos. */
export function markText(text: string, search: string, language: string): Marked {
	return piecesOf(text, 0, text.length, hitsIn(text, search, language));
}

/** The passage of about 240 characters with the most different words of the search, marked; the beginning when there is none. */
export function snippetOf(text: string, search: string, language: string): Marked {
	const hits = hitsIn(text, search, language);
	const from = bestStart(hits);
	const first = Math.max(0, from - lead);
	const start = first === 0 ? 0 : nextWord(text, first, from);
	const whole = start + snippetLength >= text.length;
	const end = whole ? text.length : lastGap(text, start + snippetLength);
	const pieces = piecesOf(text, start, end, hits);
	if (start > 0) pieces.unshift({ text: '… ', hit: false });
	if (!whole) pieces.push({ text: ' …', hit: false });
	return pieces;
}

/** What a text must contain, in lower case, to have the words of a search in whichever form; for SQL that picks a passage. */
export function rootsOf(search: string, language: string): string[] {
	return soughtTerms(search, language).map(({ word, stems }) => {
		const within = stems
			.map((stem) => stem.replace(/^\+/, ''))
			.filter((stem) => stem.length >= 3 && word.includes(stem));
		return [word, ...within].reduce((one, other) => (other.length < one.length ? other : one));
	});
}

/** The telling words of a search; all of them when none is telling. */
function soughtTerms(search: string, language: string): Term[] {
	const all = termsOf(search, language);
	const telling = all.filter((term) => term.weight === 1);
	return telling.length > 0 ? telling : all;
}

type Hit = Word & { term: Term };

function hitsIn(text: string, search: string, language: string): Hit[] {
	const terms = soughtTerms(search, language);
	if (terms.length === 0) return [];
	const words = wordsIn(text);
	const met = new Map<string, Term | undefined>();
	for (const { folded } of words) if (!met.has(folded)) met.set(folded, meant(folded, terms, language));
	const unmet = terms.filter((term) => ![...met.values()].includes(term));
	if (unmet.length > 0) {
		for (const [folded, term] of met)
			if (!term)
				met.set(
					folded,
					unmet.find(({ word }) => isTypo(word, folded)),
				);
	}
	return words.flatMap((word) => {
		const term = met.get(word.folded);
		return term ? [{ ...word, term }] : [];
	});
}

function meant(folded: string, terms: Term[], language: string): Term | undefined {
	const stems = stemsOf(folded, language);
	return terms.find(
		(term) =>
			stems.some((stem) => term.stems.includes(stem)) || (term.beginnings.length > 0 && folded.startsWith(term.word)),
	);
}

/** As many slips as Meilisearch forgives: one from 5 letters on, two from 9. */
function isTypo(typed: string, word: string): boolean {
	if (typed.length < 5 || typed[0] !== word[0]) return false;
	return withinEdits(typed, word, typed.length < 9 ? 1 : 2);
}

/** Where the window with the most different words begins; 0 without any. */
function bestStart(hits: Hit[]): number {
	let best = { count: 0, start: 0 };
	for (const [place, hit] of hits.entries()) {
		const within = new Set<Term>();
		for (let next = place; next < hits.length && (hits[next]?.end ?? 0) <= hit.start + snippetLength - lead; next++) {
			within.add(hits[next]!.term);
		}
		if (within.size > best.count) best = { count: within.size, start: hit.start };
	}
	return best.start;
}

function nextWord(text: string, from: number, atMost: number): number {
	const gap = text.slice(from, atMost).search(/\s\S/);
	return gap === -1 ? atMost : from + gap + 1;
}

function lastGap(text: string, before: number): number {
	const gap = text.slice(0, before + 1).search(/\s\S*$/);
	return gap === -1 || gap < before - lead ? before : gap;
}

function piecesOf(text: string, start: number, end: number, hits: Hit[]): Marked {
	const pieces: Marked = [];
	let at = start;
	for (const hit of hits) {
		if (hit.start < at || hit.end > end) continue;
		if (hit.start > at) pieces.push({ text: text.slice(at, hit.start), hit: false });
		pieces.push({ text: text.slice(hit.start, hit.end), hit: true });
		at = hit.end;
	}
	if (at < end) pieces.push({ text: text.slice(at, end), hit: false });
	return pieces;
}
