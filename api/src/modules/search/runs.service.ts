import type { Sql } from '../../platform/db.ts';
import { countSearched } from './documents.queries.ts';
import { beginRun, endRun, type RunKind } from './runs.queries.ts';

/** Does a run over the indexes, and notes when it began, how it ended and what it found. */
export async function noteRun<Reply>(
	sql: Sql,
	kind: RunKind,
	act: (runId: number) => Promise<{ reply: Reply; differing?: number }>,
): Promise<Reply> {
	const runId = await beginRun(sql, kind, await countSearched(sql));
	try {
		const { reply, differing } = await act(runId);
		await endRun(sql, runId, { differing: differing ?? null });
		return reply;
	} catch (error) {
		await endRun(sql, runId, { error: String(error).slice(0, 500) });
		throw error;
	}
}
