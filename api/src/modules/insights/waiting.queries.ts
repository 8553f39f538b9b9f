import { one, type Db } from '../../platform/db.ts';
import { inReadableSpace, type Visibility } from '../spaces/index.ts';

/** What waits for the product teams. */
export type ProductWaiting = { insights: number; mining: number; nominations: number };

/**
 * Insights that are still new, threads to mine and nominations that the reader may read, each counted up to a limit. In the order of
 * the board, so that few new ones among many are found by its index.
 */
export async function countForProduct(sql: Db, visibility: Visibility, upTo: number): Promise<ProductWaiting> {
	return one(
		await sql<ProductWaiting[]>`
			select
				(select count(*) from (
					select from board_columns c
					cross join lateral (
						select from insights i where i.column_id = c.id and i.merged_into is null and i.deleted_at is null
						order by i.place, i.id limit ${upTo}) i
					where c.stage = 'new' limit ${upTo}) n) as insights,
				(select count(*) from (select from mining where open limit ${upTo}) n) as mining,
				(select count(*) from (
					select from quotes q join threads t on t.id = q.thread_id
					where q.state = 'nominated' and ${inReadableSpace(sql, visibility)} limit ${upTo}) n) as nominations`,
	);
}
