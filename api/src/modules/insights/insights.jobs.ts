import type { WorkerContext } from '../../platform/module.ts';
import {
	forgetAuthor,
	listOfThread,
	listWithThreads,
	listWithTrend,
	moveCompany,
	suggestMerges,
} from './jobs.queries.ts';
import { recountInsights } from './numbers.queries.ts';
import { recountOwed } from './owed.queries.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/db.ts';

const batch = 200;

/** Works numbers out anew, so many insights at a time. */
async function recountAll(sql: Sql, ids: number[]): Promise<void> {
	for (let from = 0; from < ids.length; from += batch) {
		await inTransaction(sql, async (tx) => {
			await recountInsights(tx, ids.slice(from, from + batch));
			await recountOwed(tx, ids.slice(from, from + batch));
		});
	}
}

export function insightsJobs({ deps, subscriptions, jobs }: WorkerContext): void {
	// Votes and me-too of threads that are evidence move without a word to this module.
	jobs.add({
		name: 'insights.recount',
		cron: '*/5 * * * *',
		act: async () => recountAll(deps.sql, await listWithThreads(deps.sql)),
	});
	// Thirty days pass for quotes too.
	jobs.add({
		name: 'insights.trends',
		cron: '17 2 * * *',
		act: async () => recountAll(deps.sql, await listWithTrend(deps.sql)),
	});
	jobs.add({ name: 'insights.suggest', cron: '*/10 * * * *', act: () => suggestMerges(deps.sql) });
	subscriptions.on('insights', 'member.deleted', (tx, { payload }) => forgetAuthor(tx, payload.memberId));
	subscriptions.on('insights', 'thread.merged', async (tx, { payload: { threadId, postId } }) => {
		const ids = await listOfThread(tx, threadId, postId);
		await recountInsights(tx, ids);
		await recountOwed(tx, ids);
	});
	subscriptions.on('insights', 'company.merged', async (tx, { payload: { fromId, intoId } }) =>
		recountInsights(tx, await moveCompany(tx, fromId, intoId)),
	);
}
