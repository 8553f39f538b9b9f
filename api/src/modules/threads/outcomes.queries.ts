import type { Stage } from '@ikatan/contracts/insight-choices';
import type { Db, Tx } from '../../platform/db.ts';

/** What has become of a thread: the stage that all may know of, and whether it is decided for those who voted on it. */
export type Outcome = { threadId: number; stage: Stage | null; decided: boolean };

/** Notes what has become of threads; those of which nothing changes are left alone. */
export async function putOutcomes(tx: Tx, outcomes: Outcome[]): Promise<void> {
	if (outcomes.length === 0) return;
	await tx`
		update threads t set stage = o.stage, decided_at = case when o.decided = 1 then coalesce(t.decided_at, now()) end
		from unnest(${outcomes.map((one) => one.threadId)}::bigint[], ${outcomes.map((one) => one.stage)}::text[],
			${outcomes.map((one) => (one.decided ? 1 : 0))}::int[]) as o (thread_id, stage, decided)
		where t.id = o.thread_id and (t.stage is distinct from o.stage or (t.decided_at is not null) <> (o.decided = 1))`;
}

/** Threads of which something has been noted. */
export async function listWithOutcome(sql: Db): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select id from threads where stage is not null or decided_at is not null order by id`;
	return rows.map((row) => row.id);
}
