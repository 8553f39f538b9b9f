import type { InsightRow } from '@ikatan/contracts/insights';
import type { Db, Sql } from '../../platform/db.ts';
import { rank, termsOf, type Candidate, type Counts, type Term } from '../../platform/search/bm25f.ts';
import { stemsOf, wordsIn } from '../../platform/search/words.ts';
import { shown } from './board.service.ts';
import { findAlike, findMistyped, listInsights, listTexts, type AskedWord } from './similar.queries.ts';

/** Insights whose words are read and ranked. */
const rankedAtMost = 30;
const quotesEach = 4;
/** Of a long text its longest words are asked for: they tell most. */
const wordsAtMost = 10;
/** Less alike than this, or than this share of the best, is not alike; seen on the demo's insights. */
const leastScore = 0.05;
const leastShare = 0.2;
/** More words that nothing has are no typing errors. */
const mistypedAtMost = 3;

/** Insights that a text may belong to, best first: candidates by shared words, ranked by BM25F as threads are. */
export async function suggestInsights(
	sql: Sql,
	language: string,
	text: string,
	limit: number,
): Promise<(InsightRow & { score: number })[]> {
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
	const ranked = rank(candidates, asked, {
		documents: insights,
		averageLengths: averages(candidates),
		frequency: (stem) => frequencyOf.get(stem) ?? 0,
	})
		.filter(({ score }, _place, [best]) => score >= Math.max(leastScore, leastShare * (best?.score ?? 0)))
		.slice(0, limit);
	const rows = await listInsights(
		sql,
		ranked.map(({ id }) => id),
	);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ranked.flatMap(({ id, score }) => {
		const row = byId.get(id);
		return row ? [{ ...shown(row), score }] : [];
	});
}

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
