import './search.events.ts';
import type { SearchState } from '@ikatan/contracts/running';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { withoutSecrets } from '../../platform/failed-work.ts';
import { entryKinds, type MeilisearchIndex } from '../../platform/search.ts';
import { countSearched } from './documents.queries.ts';
import { countEntries } from './entries.queries.ts';
import * as runs from './runs.queries.ts';

type StateDeps = Pick<Deps, 'sql' | 'search'>;
type Meilisearch = {
	state: SearchState['meilisearch'];
	counts: Awaited<ReturnType<MeilisearchIndex['counts']>> | null;
};

/** Which search answers, how far behind it is, and what either index holds beside the database. */
export async function searchState(deps: StateDeps): Promise<SearchState> {
	const { sql } = deps;
	const [meilisearch, held, threads, entries, { waiting, since }, rebuilding, rebuild, comparison] = await Promise.all([
		askMeilisearch(deps),
		runs.countHeld(sql),
		countSearched(sql),
		countEntries(sql),
		runs.countWaiting(sql),
		runs.isRebuilding(sql),
		runs.findLastRun(sql, 'rebuild'),
		runs.findLastRun(sql, 'compare'),
	]);
	const counts = (['thread', ...entryKinds] as const).map((kind) => ({
		kind,
		database: kind === 'thread' ? threads : entries[kind],
		postgresql: held.find((row) => row.kind === kind)?.postgresql ?? 0,
		meilisearch: meilisearch.counts?.[kind] ?? null,
	}));
	return {
		answering: meilisearch.state === 'ready' && !deps.search.isLimited() ? 'meilisearch' : 'postgresql',
		meilisearch: meilisearch.state,
		waiting,
		waitingSince: since,
		counts,
		rebuilding,
		lastRebuild: shown(rebuild),
		lastComparison: shown(comparison),
	};
}

async function askMeilisearch({ search: { meilisearch } }: StateDeps): Promise<Meilisearch> {
	if (!meilisearch) return { state: 'unset', counts: null };
	try {
		// Waits longer than a reader would: here it matters whether it is there, not how busy it is.
		if (!(await meilisearch.exists())) return { state: 'empty', counts: null };
		return { state: 'ready', counts: await meilisearch.counts() };
	} catch {
		return { state: 'away', counts: null };
	}
}

const shown = (run: runs.RunRow | undefined) =>
	run ? { ...run, error: run.error === null ? null : withoutSecrets(run.error) } : null;

/** Has the worker rebuild or compare the indexes. Throws 409 while a rebuild runs. */
export async function askForRun(tx: Tx, actorId: number, kind: runs.RunKind): Promise<void> {
	if (kind === 'rebuild' && (await runs.isRebuilding(tx))) throw conflict();
	await publish(tx, 'search.run-asked', actorId, { kind });
}
