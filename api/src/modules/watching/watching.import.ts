import type { Tx } from '../../platform/db.ts';

export type ImportedWatch = { memberId: number; threadId: number; at: string };

/** Has members watch the threads that they had marked at the source; a watch that stands is left as it is. Returns how many are new. */
export async function importWatches(tx: Tx, watches: ImportedWatch[]): Promise<number> {
	if (watches.length === 0) return 0;
	const written = await tx`
		insert into watches (member_id, target_kind, target_id, level, reason, created_at)
		select "memberId", 'thread', "threadId", 'all', 'imported', at
		from jsonb_to_recordset(${tx.json(watches)}) as r ("memberId" bigint, "threadId" bigint, at timestamptz)
		on conflict (member_id, target_kind, target_id) do nothing`;
	return written.count;
}
