import type { InsightRow } from '@ikatan/contracts/insights';
import type { SignedIn } from '../../platform/actor.ts';
import type { Db, Sql } from '../../platform/db.ts';
import { rank, termsOf, type Candidate, type Counts, type Term } from '../../platform/search/bm25f.ts';
import { stemsOf, wordsIn } from '../../platform/search/words.ts';
import { visibilityFor } from '../spaces/index.ts';
import { shown } from './board.service.ts';
import { findAlike, findMistyped, listInsights, listOfThread, listTexts, type AskedWord } from './similar.queries.ts';

/** Insights whose words are read and ranked. */
const rankedAtMost = 30;
const quotesEach = 4;
/** Of a long text its longest words are asked for: they tell most. */
const wordsAtMost = 10;
/** Less alike than this, or than this share of the best, is not alike; seen on the demo's insights. */
const leastScore = 0.05;
const leastShare = 0.2;
/** Of so many words one in common is chance. */
const wordsOfASentence = 5;
/** Insights that have words of the same thread already. */
const ofThreadAtMost = 3;
/** More words that nothing has are no typing errors. */
const mistypedAtMost = 3;

/** From this score on a text surely belongs to an insight (the share of what its words tell that the insight has, too). Our own line. */
const sureFrom = 0.6;

/**
 * Insights that words may belong to: what they surely belong to first, then what else of their thread was captured, latest first, then
 * the other similar ones.
 */
export async function suggestInsights(
	sql: Sql,
	actor: SignedIn,
	{ text, threadId, limit }: { text: string; threadId?: number | undefined; limit: number },
): Promise<(InsightRow & { score: number; here: boolean })[]> {
	const [similar, ofThread] = await Promise.all([
		listSimilar(sql, actor.language, text, limit),
		threadId === undefined ? ([] as number[]) : listHere(sql, actor, threadId),
	]);
	const scores = new Map(similar.map(({ id, score }) => [id, score]));
	const sure = similar.filter(({ score }) => score >= sureFrom).map(({ id }) => id);
	const ids = [...new Set([...sure, ...ofThread, ...scores.keys()])].slice(0, limit);
	const rows = new Map((await listInsights(sql, ids)).map((row) => [row.id, row]));
	return ids.flatMap((id) => {
		const row = rows.get(id);
		return row ? [{ ...shown(row), score: scores.get(id) ?? 0, here: ofThread.includes(id) }] : [];
	});
}

const listHere = async (sql: Sql, actor: SignedIn, threadId: number) =>
	listOfThread(sql, await visibilityFor(sql, actor), threadId, ofThreadAtMost);

/** Insights that are like a text, best first: candidates by shared words, ranked by BM25F as threads are. */
async function listSimilar(
	sql: Sql,
	language: string,
	text: string,
	limit: number,
): Promise<{ id: number; score: number }[]> {
	const asked = longest(termsOf(text, language).filter((term) => term.weight === 1 && term.word.length > 1));
	if (asked.length === 0) return [];
	const words = asked.map(({ word, beginnings }) => ({ word, unfinished: beginnings.length > 0 }));
	const { ids, frequencies, insights } = await findAlike(sql, words, rankedAtMost);
	const mistyped = asked.filter(({ word }, place) => frequencies[place] === 0 && word.length >= 4);
	const lookalikes =
		mistyped.length > 0 && mistyped.length <= mistypedAtMost
			? await findMistyped(
					sql,
					mistyped.map(({ word }) => word),
					10,
				)
			: [];
	const candidates = await readCandidates(sql, [...new Set([...ids, ...lookalikes])], { asked, words, language });
	const frequencyOf = new Map(
		asked.flatMap((term, place) => term.stems.map((stem) => [stem, frequencies[place] ?? 0])),
	);
	const atLeast = asked.length >= wordsOfASentence ? 2 : 1;
	const sharing = candidates.filter(({ counts }) => sharedWords(asked, counts) >= atLeast);
	const ranked = rank(sharing, asked, {
		documents: insights,
		averageLengths: averages(candidates),
		frequency: (stem) => frequencyOf.get(stem) ?? 0,
	})
		.filter(({ score }, _place, [best]) => score >= Math.max(leastScore, leastShare * (best?.score ?? 0)))
		.slice(0, limit);
	return ranked.map(({ id, score }) => ({ id, score }));
}

/** How many of the words an insight has; one that was not found by its words but by what it looks like counts as one. */
const sharedWords = (asked: Term[], counts: Map<string, Counts>) =>
	Math.max(1, asked.filter(({ stems }) => stems.some((stem) => counts.has(stem))).length);

const longest = (terms: Term[]) =>
	terms.length <= wordsAtMost
		? terms
		: terms.toSorted((one, other) => other.word.length - one.word.length).slice(0, wordsAtMost);

async function readCandidates(
	sql: Db,
	ids: number[],
	{ asked, words, language }: { asked: Term[]; words: AskedWord[]; language: string },
): Promise<Candidate[]> {
	if (ids.length === 0) return [];
	const wanted = new Set(asked.flatMap((term) => term.stems));
	const rows = await listTexts(sql, ids, words, quotesEach);
	return rows.map(({ id, title, description, createdAt, said }) => {
		const counts = new Map<string, Counts>();
		const count = (text: string, field: keyof Counts) => {
			const found = wordsIn(text);
			for (const { folded } of found) {
				for (const stem of stemsOf(folded, language)) {
					if (!wanted.has(stem)) continue;
					const known = counts.get(stem) ?? { title: 0, tags: 0, opening: 0, answers: 0 };
					counts.set(stem, { ...known, [field]: known[field] + 1 });
				}
			}
			return found.length;
		};
		const titleLength = count(title, 'title');
		const openingLength = count(description, 'opening');
		return { id, title, createdAt, titleLength, openingLength, answersLength: count(said, 'answers'), counts };
	});
}

function averages(candidates: Candidate[]) {
	const mean = (of: (candidate: Candidate) => number) =>
		candidates.reduce((sum, candidate) => sum + of(candidate), 0) / (candidates.length || 1);
	return {
		title: mean((one) => one.titleLength),
		opening: mean((one) => one.openingLength),
		answers: mean((one) => one.answersLength),
	};
}
