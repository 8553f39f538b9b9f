import type { Corpus, Term } from './bm25f.ts';
import { allOf, anyOf, lexeme } from './tsquery.ts';

/** Rows that PostgreSQL may have to look at for one question, so that it stays fast at a million threads. */
const budget = 2_500;
const mostWords = 10;

export type TellingWord = {
	word: string;
	beginnings: string[];
	/** Those of its stems that threads have. */
	stems: string[];
	/** Threads that have it. */
	frequency: number;
	/** How telling it is: its inverse frequency. */
	weight: number;
};

/** The words that carry a question, rarest first; all words when it has none but function words. */
export function tellingWords(terms: Term[], corpus: Corpus): TellingWord[] {
	const telling = terms.some((term) => term.weight === 1) ? terms.filter((term) => term.weight === 1) : terms;
	return telling
		.map(({ word, beginnings, stems: all }) => {
			const stems = all.filter((stem) => corpus.frequency(stem) > 0);
			const frequency = stems.reduce((sum, stem) => sum + corpus.frequency(stem), 0);
			return { word, beginnings, stems, frequency, weight: Math.log(1 + corpus.documents / (frequency + 0.5)) };
		})
		.sort((one, other) => one.frequency - other.frequency);
}

/**
 * The loosest query that is expected to match few enough rows: any telling word, where words are rare; where they are frequent,
 * a word together with a rarer one. Expectations treat words as independent. Empty when no thread has any of the words.
 */
export function looseQuery(words: TellingWord[], documents: number, rows = budget): string {
	const known = words.filter((word) => word.frequency > 0).slice(0, mostWords);
	const alternatives: string[] = [];
	let left = rows;
	for (const [place, word] of known.entries()) {
		if (word.frequency <= left) {
			alternatives.push(queryOf(word));
			left -= word.frequency;
			continue;
		}
		for (const rarer of known.slice(0, place)) {
			const expected = (word.frequency * rarer.frequency) / documents;
			if (expected > left) continue;
			alternatives.push(allOf([queryOf(word), queryOf(rarer)]));
			left -= expected;
		}
	}
	for (const { word, beginnings, frequency } of words) {
		if (word.length >= 4 && frequency === 0)
			alternatives.push(...beginnings.map((beginning) => `${lexeme(beginning)}:*`));
	}
	if (alternatives.length === 0) alternatives.push(allOf(known.map(queryOf)));
	return anyOf(alternatives);
}

const queryOf = (word: TellingWord) => anyOf(word.stems.map(lexeme));
