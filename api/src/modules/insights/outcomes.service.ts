import { inTransaction, type Sql, type Tx } from '../../platform/db.ts';
import { listWithOutcome, putOutcomes } from '../threads/index.ts';
import * as queries from './outcomes.queries.ts';

const batch = 1000;

/** Notes with the threads behind insights what has become of them: lists show it, and votes on what is decided are open no more. */
export async function settleOutcomes(tx: Tx, insightIds: number[]): Promise<void> {
	await settleThreads(tx, await queries.listWholeThreads(tx, insightIds));
}

async function settleThreads(tx: Tx, threadIds: number[]): Promise<void> {
	await putOutcomes(tx, await queries.listOutcomes(tx, threadIds));
}

/** The same for all threads, those too that are evidence no more. */
export async function settleAllOutcomes(sql: Sql): Promise<void> {
	const ids = [...new Set([...(await queries.listAllWholeThreads(sql)), ...(await listWithOutcome(sql))])];
	for (let from = 0; from < ids.length; from += batch) {
		await inTransaction(sql, (tx) => settleThreads(tx, ids.slice(from, from + batch)));
	}
}
