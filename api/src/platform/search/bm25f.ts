import { isFunctionWord } from './function-words.ts';
import { beginningsOf, stemsOf, wordsIn } from './words.ts';

/** A word of the question with everything it may have been indexed as. */
export type Term = {
	word: string;
	stems: string[];
	/** 1 for telling words, less for function words. */
	weight: number;
	/** Of a last word that may be unfinished: stems that begin so count, too. */
	beginnings: string[];
};

export type Ranked = { id: number; score: number; createdAt: string; spaceId?: number | undefined };

export type Field = 'title' | 'tags' | 'opening' | 'answers';
/** How often each stem occurs in each field of a thread. */
export type Counts = Record<Field, number>;

export type Candidate = {
	id: number;
	title: string;
	/** ISO 8601. */
	createdAt: string;
	/** Of a thread. */
	spaceId?: number;
	titleLength: number;
	openingLength: number;
	answersLength: number;
	/** Of the question's stems (and of those that its last word may become) that occur. */
	counts: Map<string, Counts>;
};

/** What is known of the whole index. */
export type Corpus = {
	documents: number;
	averageLengths: { title: number; opening: number; answers: number };
	/** The number of documents with this stem; 0 when there is none. */
	frequency(stem: string): number;
};

/**
 * Tuned on one half of the StackFAQ questions with `npm run eval:search`, which reports on the other half; the result changes
 * little between half and twice of each. Opening texts, which that set lacks, weigh between title and answers.
 */
export const tuning = {
	saturation: 2,
	weights: { title: 5, tags: 3, opening: 1.5, answers: 1 },
	/** How much a field's length discounts: 0 not at all, 1 wholly. */
	lengthDiscount: { title: 0.5, tags: 0, opening: 0.75, answers: 0.85 },
	functionWord: 0.2,
	unfinishedWord: 0.5,
	titleTrigrams: 0.8,
};

const fields: Field[] = ['title', 'tags', 'opening', 'answers'];

/** The terms of a question, each word once. */
export function termsOf(text: string, language: string): Term[] {
	const found = wordsIn(text);
	const words = [...new Set(found.map((word) => word.folded))];
	// What ends with a full stop or question mark is written to its end.
	const unfinished = found.at(-1)?.end === text.length ? found.at(-1)?.folded : undefined;
	return words.map((word) => ({
		word,
		stems: stemsOf(word, language),
		weight: isFunctionWord(word) ? tuning.functionWord : 1,
		beginnings: word === unfinished && word.length >= 3 ? beginningsOf(word) : [],
	}));
}

/**
 * True for what reads as a sentence rather than as search words: 4 words or more with a function word among them, or 6 telling ones.
 * Such a text has all its words in many a long thread, and in the right one often not.
 */
export function isSentence(text: string, language: string): boolean {
	const terms = termsOf(text, language);
	const telling = terms.filter((term) => term.weight === 1).length;
	return telling >= 6 || (terms.length >= 4 && telling < terms.length && telling > 0);
}

/**
 * Ranks candidates, best first. The score is BM25F on stems (S. Robertson and H. Zaragoza, “The Probabilistic Relevance
 * Framework: BM25 and Beyond”, 2009, section 3.6) as a share of what a thread with all the words could get, plus the similarity
 * of the titles' letters (Jaccard on trigrams of telling words, as in pg_trgm), which forgives typos and other word forms.
 */
export function rank(candidates: Candidate[], terms: Term[], corpus: Corpus): Ranked[] {
	const idf = (stem: string) => inverseFrequency(corpus.frequency(stem), corpus.documents);
	const best = terms.reduce((sum, term) => sum + term.weight * Math.min(...term.stems.map(idf)), 0) || 1;
	const asked = trigramsOf(terms.filter((term) => term.weight === 1).map((term) => term.word));
	return candidates
		.map((candidate) => {
			const words = terms.reduce((sum, term) => sum + termScore(candidate, term, corpus, idf), 0) / best;
			const titleWords = wordsIn(candidate.title).map((word) => word.folded);
			const letters = similarity(asked, trigramsOf(titleWords.filter((word) => !isFunctionWord(word))));
			const { id, createdAt, spaceId } = candidate;
			return { id, createdAt, spaceId, score: words + tuning.titleTrigrams * letters };
		})
		.filter(({ score }) => score > 0)
		.sort((one, other) => other.score - one.score || other.id - one.id);
}

/** ln(1 + (N − n + ½) / (n + ½)): never negative, also for words that nearly every thread has. */
function inverseFrequency(frequency: number, documents: number): number {
	const n = Math.min(frequency, documents);
	return Math.log(1 + (documents - n + 0.5) / (n + 0.5));
}

/** What a term adds: by its own stems, or by the best of those that it may be the beginning of. */
function termScore(candidate: Candidate, term: Term, corpus: Corpus, idf: (stem: string) => number): number {
	const saturated = (occurrences: number) => occurrences / (occurrences + tuning.saturation);
	let own = 0;
	let ownIdf = Infinity;
	let begun = 0;
	for (const [stem, counts] of candidate.counts) {
		if (term.stems.includes(stem)) {
			own += weighted(candidate, counts, corpus);
			ownIdf = Math.min(ownIdf, idf(stem));
		} else if (term.beginnings.some((beginning) => stem.startsWith(beginning))) {
			begun = Math.max(begun, tuning.unfinishedWord * idf(stem) * saturated(weighted(candidate, counts, corpus)));
		}
	}
	return term.weight * Math.max(own > 0 ? ownIdf * saturated(own) : 0, begun);
}

function weighted(candidate: Candidate, counts: Counts, corpus: Corpus): number {
	return fields.reduce((sum, field) => {
		if (counts[field] === 0) return sum;
		const discount = tuning.lengthDiscount[field];
		const length = field === 'tags' ? 1 : candidate[`${field}Length`] / Math.max(1, corpus.averageLengths[field]);
		return sum + (tuning.weights[field] * counts[field]) / (1 - discount + discount * length);
	}, 0);
}

function trigramsOf(words: string[]): Set<string> {
	const trigrams = new Set<string>();
	for (const word of words) {
		const padded = ` ${word} `;
		for (let place = 0; place + 3 <= padded.length; place++) trigrams.add(padded.slice(place, place + 3));
	}
	return trigrams;
}

function similarity(one: Set<string>, other: Set<string>): number {
	let shared = 0;
	for (const trigram of one) if (other.has(trigram)) shared++;
	return shared / (one.size + other.size - shared || 1);
}
