import { visitor } from '../../platform/actor.ts';
import { inTransaction } from '../../platform/db.ts';
import { createSpace } from '../spaces/index.ts';
import { importAnswers, importThreads } from '../threads/index.ts';
import { listSearched } from './documents.queries.ts';
import type { EvaluationSet, SetQuery, SetThread } from './evaluation-set.ts';
import { search } from './search.service.ts';
import { similarThreads, type SearchDeps } from './suggest.service.ts';

export { readDistractors, readSet } from './evaluation-set.ts';

const atOnce = 2;
const top = 10;

/** Writes the threads of a set into a public space; which thread became which. Refuses a community that has threads. */
export async function loadSet({ sql }: SearchDeps, threads: SetThread[]): Promise<Map<number, string>> {
	const createdAt = new Date().toISOString();
	const post = (text: string) => ({
		authorId: null,
		authorName: 'Evaluation',
		sourceText: text.slice(0, 64_000),
		html: '',
		plainText: text,
		htmlVersion: 0,
		createdAt,
		editedAt: null,
		licence: null,
		sourceUrl: null,
		revisions: [],
	});
	if ((await listSearched(sql, 0, 1)).length > 0)
		throw new Error('This database has threads: the evaluation needs a new one.');
	return await inTransaction(sql, async (tx) => {
		const spaceId = await createSpace(tx, {
			slug: 'evaluation',
			name: 'Evaluation',
			description: '',
			kind: 'public',
			colour: 1,
			position: 1,
		});
		const thread = {
			spaceId,
			tagIds: [],
			language: 'en',
			activeAt: createdAt,
			closedAt: null,
			closedReason: null,
			lockedAt: null,
			views: 0,
		};
		const placed = await importThreads(
			tx,
			'evaluation',
			threads.map(({ title, opening }) => ({ ...post(opening), ...thread, title: title.slice(0, 300) })),
		);
		const answers = threads.flatMap((each, place) =>
			each.answers.map((text) => ({
				...post(text),
				threadId: placed[place]?.threadId ?? 0,
				acceptedAt: null,
				acceptedBy: null,
			})),
		);
		await importAnswers(tx, 'evaluation', answers);
		return new Map(threads.map(({ id }, place) => [placed[place]?.threadId ?? 0, id]));
	});
}

export type Score = {
	way: 'typed search' | 'similar threads';
	half: 'held out' | 'tuned on';
	queries: number;
	ndcg: number;
	recall: number;
	/** Median of a reply, in ms. */
	medianMs: number;
	/** Replies that said that search is limited. */
	limited: number;
};

/** Asks every query of the set as a visitor types it, both ways, and judges the first ten threads of each reply. */
export async function evaluate(deps: SearchDeps, set: EvaluationSet, ids: Map<number, string>): Promise<Score[]> {
	const actor = visitor();
	const ways = {
		'typed search': async (q: string) => {
			const reply = await search(deps, actor, { q: q.slice(0, 300), order: 'best', page: 1 });
			return { found: reply.items, limited: reply.limited };
		},
		'similar threads': async (title: string) => {
			const { rows, limited } = await similarThreads(deps, actor, { title: title.slice(0, 300) }, top);
			return { found: rows, limited };
		},
	};
	const scores: Score[] = [];
	for (const [way, ask] of Object.entries(ways)) {
		const judged: (Judged & { heldOut: boolean })[] = [];
		const queue = [...set.queries];
		const work = async () => {
			for (let query = queue.pop(); query; query = queue.pop()) {
				const begun = performance.now();
				const { found, limited } = await ask(query.text);
				const ms = performance.now() - begun;
				const ranked = found.slice(0, top).map(({ id }) => ids.get(id) ?? '');
				judged.push({ ...judge(ranked, query), ms, limited, heldOut: query.heldOut });
			}
		};
		await Promise.all(Array.from({ length: atOnce }, work));
		for (const half of ['held out', 'tuned on'] as const) {
			const part = judged.filter(({ heldOut }) => heldOut === (half === 'held out'));
			scores.push({ way: way as Score['way'], half, ...summary(part) });
		}
	}
	return scores;
}

type Judged = { ndcg: number; recall: number; ms: number; limited: boolean };

/** nDCG@10 with the grade as gain, and the share of relevant threads among the first ten. */
function judge(ranked: string[], { relevant }: SetQuery): Pick<Judged, 'ndcg' | 'recall'> {
	const gain = (grades: number[]) => grades.reduce((sum, grade, place) => sum + grade / Math.log2(place + 2), 0);
	const best = [...relevant.values()].sort((one, other) => other - one).slice(0, top);
	const hits = ranked.filter((id) => (relevant.get(id) ?? 0) > 0).length;
	return { ndcg: gain(ranked.map((id) => relevant.get(id) ?? 0)) / (gain(best) || 1), recall: hits / best.length };
}

function summary(judged: Judged[]): Omit<Score, 'way' | 'half'> {
	const mean = (of: (each: Judged) => number) => judged.reduce((sum, each) => sum + of(each), 0) / (judged.length || 1);
	const times = judged.map(({ ms }) => ms).sort((one, other) => one - other);
	return {
		queries: judged.length,
		ndcg: mean(({ ndcg }) => ndcg),
		recall: mean(({ recall }) => recall),
		medianMs: times[Math.floor(times.length / 2)] ?? 0,
		limited: judged.filter(({ limited }) => limited).length,
	};
}
