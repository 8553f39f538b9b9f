import snowball from 'snowball-stemmers';
import { guessLanguage } from './function-words.ts';
import { stemIndonesian, withoutVanishing } from './indonesian.ts';

/** A word of a text: as compared (lower case, accents and apostrophes taken out), and where it stands. */
export type Word = { folded: string; start: number; end: number };

const pattern = /[\p{L}\p{N}\p{M}]+(?:['’]\p{L}{1,2}(?!\p{L})|\.\p{N}+)*(?:\+\+|#)?/gu;
const longest = 64;

/** The words of a text in order. `C++`, `C#`, `don’t` and `1.2.3` are one word each; what is longer than 64 characters is no word. */
export function wordsIn(text: string): Word[] {
	const words: Word[] = [];
	for (const { 0: found, index } of text.matchAll(pattern)) {
		const folded = fold(found);
		if (folded.length > 0 && folded.length <= longest) words.push({ folded, start: index, end: index + found.length });
	}
	return words;
}

function fold(word: string): string {
	return word
		.toLowerCase()
		.normalize('NFKD')
		.replace(/[\u0300-\u036f'’]/g, '')
		.normalize('NFC');
}

/** Snowball's names of the languages that it has stemmers for; Indonesian is our own. */
const snowballNames: Record<string, string> = {
	ar: 'arabic',
	ca: 'catalan',
	cs: 'czech',
	da: 'danish',
	de: 'german',
	en: 'english',
	es: 'spanish',
	eu: 'basque',
	fi: 'finnish',
	fr: 'french',
	ga: 'irish',
	hu: 'hungarian',
	hy: 'armenian',
	it: 'italian',
	nb: 'norwegian',
	nl: 'dutch',
	no: 'norwegian',
	pt: 'portuguese',
	ro: 'romanian',
	ru: 'russian',
	sl: 'slovene',
	sv: 'swedish',
	ta: 'tamil',
	tr: 'turkish',
};

type Stem = (word: string) => string;
const stemmers = new Map<string, Stem>([['id', remembered((word) => withoutVanishing(stemIndonesian(word)))]]);

function stemmerOf(language: string): Stem {
	const code = language.toLowerCase().split('-')[0] ?? '';
	let stem = stemmers.get(code);
	if (!stem) {
		const name = snowballNames[code];
		const stemmer = name === undefined ? undefined : snowball.newStemmer(name);
		stem = stemmer ? remembered((word) => stemmer.stem(word)) : (word) => word;
		stemmers.set(code, stem);
	}
	return stem;
}

/** Stemming a word again and again is most of the work of indexing: the last 50,000 words are remembered. */
function remembered(stem: Stem): Stem {
	let known = new Map<string, string>();
	return (word) => {
		let found = known.get(word);
		if (found === undefined) {
			if (known.size >= 50_000) known = new Map();
			found = stem(word);
			known.set(word, found);
		}
		return found;
	};
}

/** The stem of a folded word in one language; a language without a stemmer leaves words as they are. */
export function stemIn(language: string, word: string): string {
	return stemmerOf(language)(word);
}

/** All stems that a word of a search may have been indexed under: the reader's language, English and Indonesian. */
export function stemsOf(word: string, readerLanguage: string): string[] {
	return [...new Set([readerLanguage, 'en', 'id'].map((language) => stemIn(language, word)))];
}

/** What the stems begin with of which an unfinished word may be the beginning. */
export function beginningsOf(word: string): string[] {
	return [...new Set([word, withoutVanishing(word)])];
}

/** The language whose stems a thread is indexed under: English and Indonesian by their function words, others as declared. */
export function languageOfThread(words: readonly Word[], declared: string): string {
	if (!/^(?:en|id)\b/.test(declared) && snowballNames[declared.toLowerCase().split('-')[0] ?? '']) return declared;
	return guessLanguage(
		words.map((word) => word.folded),
		declared,
	);
}
