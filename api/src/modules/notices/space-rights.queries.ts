import type { Tx } from '../../platform/db.ts';
import { isReader } from '../spaces/index.ts';

/** Takes unseen notices of a space's threads back from those who may not read them any more; returns whose they were. */
export async function withdrawFromSpace(tx: Tx, spaceId: number): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		delete from notices n using threads t join spaces s on s.id = t.space_id
		where n.thread_id = t.id and n.seen_at is null and t.space_id = ${spaceId}
			and not exists (select from members m where m.id = n.member_id and ${isReader(tx, tx`t.company_id`)})
		returning n.member_id`;
	return [...new Set(rows.map((row) => row.memberId))];
}
