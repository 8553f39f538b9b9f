import type { Deps } from '../../platform/deps.ts';
import type { WorkerContext } from '../../platform/module.ts';
import './search.events.ts';
import { compareIndexes } from './compare.service.ts';
import { Feeder } from './feeder.ts';
import { measureOutboxes } from './outbox.queries.ts';
import { rebuild } from './rebuild.service.ts';
import { isRebuilding } from './runs.queries.ts';

/** Changes are looked for so often, in ms: they have to be found within 2 s. */
const feedEvery = 300;

/** How often it is looked whether Meilisearch has its index at all, in ms. */
const lookEvery = 5_000;

/** Feeds both indexes, makes Meilisearch's where it has none, and compares them with the threads at night. */
export function searchJobs({ deps, jobs, every, subscriptions }: WorkerContext): void {
	const feeder = new Feeder(deps);
	measureLag(deps);
	every(feedEvery, () => feeder.feed());
	every(lookEvery, async () => {
		if (await lacksIndex(deps)) await jobs.send('search.begin', {}, { singletonKey: 'search.begin' });
	});
	jobs.add({
		name: 'search.begin',
		act: async () => {
			if (await lacksIndex(deps)) await rebuild(deps);
		},
	});
	jobs.add({
		name: 'search.rebuild',
		act: async () => {
			if (!(await isRebuilding(deps.sql))) await rebuild(deps);
		},
	});
	subscriptions.on('search', 'search.run-asked', async (_tx, { payload }) =>
		jobs.send(`search.${payload.kind}`, {}, { singletonKey: payload.kind }),
	);
	jobs.add({ name: 'search.compare', cron: '17 3 * * *', act: async () => void (await compareIndexes(deps)) });
}

/** How far the search indexes are behind. */
function measureLag({ sql, meter }: Deps): void {
	const read = (pick: 'rows' | 'seconds') => async () =>
		(await measureOutboxes(sql)).map(({ kind, ...outbox }) => ({ value: outbox[pick], labels: { kind } }));
	meter.gauge('search_outbox_rows', 'Changes that some search index does not hold yet', read('rows'), ['kind']);
	meter.gauge(
		'search_lag_seconds',
		'Age of the oldest change that some search index does not hold yet',
		read('seconds'),
		['kind'],
	);
}

/** True for a Meilisearch that answers and knows nothing: a new one, or one that lost its disk. */
async function lacksIndex({ search: { meilisearch } }: Deps): Promise<boolean> {
	return meilisearch !== null && (await meilisearch.isUp()) && !(await meilisearch.exists());
}
