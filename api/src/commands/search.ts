import { parseArgs } from 'node:util';
import * as searching from '../modules/search/index.ts';
import { createSearch } from '../platform/search.ts';
import { openProcess } from '../processes.ts';

/** Makes the search indexes anew while searches go on and changes arrive. */
export async function rebuildSearch(): Promise<void> {
	const { deps, close } = openProcess('search:rebuild');
	try {
		const begun = performance.now();
		const threads = await searching.rebuild(deps, (count) => {
			if (count % 10_000 === 0) console.log(`${count} threads`);
		});
		console.log(
			`Rebuilt the search index of ${threads} threads in ${Math.round((performance.now() - begun) / 1000)} s.`,
		);
		if (!deps.search.meilisearch) console.log('MEILI_URL is not set: PostgreSQL alone answers searches.');
	} finally {
		await close();
	}
}

const usage = `Usage: npm run eval:search -- <folder> [--distractors <Posts.xml>]
  <folder>        a set in StackFAQ's form: corpus.jsonl, queries.tsv, qrels.tsv
  --distractors   the titles of a Stack Exchange dump stand among the threads, and answer nothing`;

/** What the product promises of the half held out. */
const promised = { ndcg: 0.87, recall: 0.97 };

/**
 * Judges search and similar threads, by Meilisearch and by PostgreSQL alone; fails below the promise. The database must be a new
 * one (`npm run eval:search` brings throw-away services): the set becomes threads, and what readers ask is asked.
 */
export async function evaluateSearch(words: string[]): Promise<void> {
	const { values, positionals } = parseArgs({
		args: words,
		allowPositionals: true,
		options: { distractors: { type: 'string' } },
	});
	const [folder] = positionals;
	if (!folder) throw new Error(usage);
	const set = await searching.readSet(folder);
	const distractors = values.distractors ? await searching.readDistractors(values.distractors) : [];
	const { deps, close } = openProcess('eval:search');
	try {
		// However busy the machine is: what is judged is the order, not the speed.
		const env = { ...deps.env, MEILI_TIMEOUT_MS: 60_000 };
		const byMeilisearch = { ...deps, search: createSearch({ sql: deps.sql, env, log: deps.log }) };
		const byPostgresql = {
			...deps,
			search: createSearch({ sql: deps.sql, env: { ...env, MEILI_URL: '' }, log: deps.log }),
		};
		const ids = await searching.loadSet(deps, [...set.threads, ...distractors]);
		await searching.rebuild(byMeilisearch);
		console.log(`${set.threads.length} threads, ${distractors.length} distractors, ${set.queries.length} queries`);
		const adapters = { ...(env.MEILI_URL && { Meilisearch: byMeilisearch }), PostgreSQL: byPostgresql };
		let kept = true;
		for (const [name, adapter] of Object.entries(adapters)) {
			for (const score of await searching.evaluate(adapter, set, ids)) kept = printScore(name, score) && kept;
		}
		if (!kept) throw new Error(`Below what is promised: nDCG@10 ${promised.ndcg}, Recall@10 ${promised.recall}.`);
	} finally {
		await close();
	}
}

/** Prints a line of the table; false when the half held out is below the promise, or Meilisearch did not answer. */
function printScore(name: string, score: searching.Score): boolean {
	const numbers = `nDCG@10 ${score.ndcg.toFixed(3)}   Recall@10 ${score.recall.toFixed(3)}   median ${score.medianMs.toFixed(0)} ms`;
	console.log(`${name.padEnd(12)} ${score.way.padEnd(16)} ${score.half} (${score.queries})   ${numbers}`);
	const answered = name === 'PostgreSQL' || score.limited === 0;
	if (!answered) console.log(`  ${score.limited} replies came from PostgreSQL`);
	return answered && (score.half === 'tuned on' || (score.ndcg >= promised.ndcg && score.recall >= promised.recall));
}
