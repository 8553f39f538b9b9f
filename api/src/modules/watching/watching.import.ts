import type { Db, Tx } from '../../platform/db.ts';

export type ImportedWatch = { memberId: number; threadId: number; at: string };

/** Has members watch the threads that they had marked at the source; a watch that stands is left as it is. */
export async function importWatches(tx: Tx, watches: ImportedWatch[]): Promise<void> {
	if (watches.length === 0) return;
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason, created_at)
		select "memberId", 'thread', "threadId", 'all', 'imported', at
		from jsonb_to_recordset(${tx.json(watches)}) as r ("memberId" bigint, "threadId" bigint, at timestamptz)
		on conflict (member_id, target_kind, target_id) do nothing`;
}

/** Whether each of these members watches that thread by now, in the order given. */
export async function findWatched(sql: Db, watches: ImportedWatch[]): Promise<boolean[]> {
	if (watches.length === 0) return [];
	const rows = await sql<{ watched: boolean }[]>`
		select w.member_id is not null as watched
		from rows from (jsonb_to_recordset(${sql.json(watches)}) as ("memberId" bigint, "threadId" bigint))
			with ordinality as r ("memberId", "threadId", place)
		left join watches w on w.member_id = r."memberId" and w.target_kind = 'thread' and w.target_id = r."threadId"
		order by r.place`;
	return rows.map((row) => row.watched);
}
