import { excerpt, proseOf } from '../../platform/richtext/index.ts';
import { screenful, signWords, worth, type Sign } from './promise.ts';

/** What customers wrote, as it is read for signs; the first of a thread is its opening text. */
export type Said = { postId: number; opening: boolean; html: string };
/** A sentence that is a sign of something. */
export type Telling = { reason: Sign; postId: number; words: string };
export type Signs = {
	/** How strongly each speaks: sentences in the opening text count twice those of others. */
	strength: Record<Sign, number>;
	/** Each sentence once, for the most serious thing it tells, in the order of the thread. */
	telling: (Telling & { plain: boolean })[];
	/** Characters of prose. */
	length: number;
};

/** The most serious first. */
const signs: Sign[] = ['leaving', 'complaint', 'wish', 'echo'];
const longestSentence = 300;
/** Of a thread so much is looked at. */
const longestProse = 40_000;
const addresses = /https?:\/\/\S+/g;
/** A plain word says a third of what a telling one does. */
const plainShare = 1 / 3;

/** Reads what the customers of a thread say: code and what they quote of others is no sign of anything. */
export function readSigns(title: string, said: Said[]): Signs {
	const strength = { leaving: 0, complaint: 0, wish: 0, echo: 0 };
	const telling: Signs['telling'] = [];
	let length = 0;
	const take = (words: string, { postId, opening, weight }: { postId: number; opening: boolean; weight: number }) => {
		const heard = signs.flatMap((reason) => {
			// Nobody joins in with what they say first.
			const loud = !(reason === 'echo' && opening) && isLoud(reason, words);
			const plain = !loud && (signWords[reason].plain?.test(words) ?? false);
			return loud || plain ? [{ reason, plain }] : [];
		});
		for (const { reason, plain } of heard) strength[reason] += weight * (plain ? plainShare : 1);
		const gravest = heard.find(({ plain }) => !plain) ?? heard[0];
		if (gravest && postId > 0) telling.push({ ...gravest, postId, words });
	};
	take(title, { postId: 0, opening: true, weight: 1.5 });
	for (const { postId, opening, html } of said) {
		if (length > longestProse) break;
		const prose = proseOf(html).replace(addresses, ' ');
		length += prose.length;
		for (const words of sentencesOf(prose)) take(words, { postId, opening, weight: opening ? 1 : 0.5 });
	}
	return { strength, telling, length };
}

function isLoud(sign: Sign, words: string): boolean {
	const { telling, exact, except } = signWords[sign];
	if (except?.test(words)) return false;
	return telling.test(words) || (exact?.test(words) ?? false);
}

/** Sentences, roughly: ends of lines and full stops; those too long to be one are cut. */
export function sentencesOf(prose: string): string[] {
	return prose
		.split(/\n+|(?<=[.!?…])\s+(?=[\p{Lu}\p{N}"'“‘(])/u)
		.map((sentence) => sentence.trim().slice(0, longestSentence))
		.filter((sentence) => sentence.length > 1);
}

/** So many sentences tell in a list why a thread is where it is. */
const shownInList = 2;

/** The sentences that stand for a thread in the list: of each sign the first that is loud, the serious ones first. */
export function tellingInList({ telling }: Signs): Telling[] {
	const first = signs.flatMap((reason) => telling.find((one) => one.reason === reason && !one.plain) ?? []);
	const found = first.length > 0 ? first : telling.slice(0, 1);
	return found
		.slice(0, shownInList)
		.map(({ reason, postId, words }) => ({ reason, postId, words: excerpt(words, 200) }));
}

/** Numbers of a thread besides its words. */
export type Weights = {
	score: number;
	meToo: number;
	answers: number;
	unaccepted: boolean;
	kind: string;
	createdAt: string;
};

const epoch = Date.UTC(2020, 0, 1);
const halfYear = 180 * 86_400_000;
/** Less than this is no reason to be shown. */
const leastStrength = 0.9;

/** Which signs are strong enough to be shown as reasons. */
export const strongSigns = ({ strength }: Signs): Sign[] => signs.filter((sign) => strength[sign] >= leastOf(sign));

const leastOf = (sign: Sign) => (sign === 'complaint' || sign === 'wish' ? leastStrength : 0.5);

/** What a thread promises to somebody who reads it for feedback: the sum of its words and its numbers. */
export const promiseOf = (signs: Signs, weights: Weights): number => promiseOfWords(signs) + promiseOfNumbers(weights);

export const promiseOfWords = ({ strength, length }: Signs): number =>
	worth.echo * Math.log1p(strength.echo) +
	worth.complaint * Math.log1p(strength.complaint) +
	worth.wish * Math.log1p(strength.wish) +
	worth.leaving * Math.log1p(2 * strength.leaving) +
	worth.length * Math.log1p(length / screenful);

export const promiseOfNumbers = ({ score, meToo, answers, unaccepted, kind, createdAt }: Weights): number =>
	worth.vote * Math.log1p(Math.max(score, 0)) +
	worth.meToo * Math.log1p(meToo) +
	worth.answer * Math.log1p(answers) +
	worth.unaccepted * Number(unaccepted) +
	worth.idea * Number(kind === 'idea') +
	worth.problem * Number(kind === 'problem') +
	(worth.halfYear * (Date.parse(createdAt) - epoch)) / halfYear;

/** Which numbers are shown as reasons. */
export const reasonsOfNumbers = ({
	score,
	meToo,
	unaccepted,
}: Omit<Weights, 'answers' | 'kind' | 'createdAt'>): string[] => [
	...(score > 0 ? ['votes'] : []),
	...(meToo > 0 ? ['me-too'] : []),
	...(unaccepted ? ['unaccepted'] : []),
];
