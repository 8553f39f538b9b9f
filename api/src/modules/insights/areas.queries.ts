import type { Sql } from '../../platform/db.ts';
import { listRows, narrowedTo, type PlacedRow } from './insights.queries.ts';

/** What weighs most among what is neither shipped nor declined. */
export async function listTop(sql: Sql, areaId: number, limit: number): Promise<PlacedRow[]> {
	return await listRows(sql, {
		where: sql`${narrowedTo(sql, { areaId })}
			and i.column_id in (select id from board_columns where stage not in ('shipped', 'declined'))`,
		order: sql`i.weight desc, i.id desc`,
		limit,
	});
}

/** What gains most quotes against the month before. */
export async function listRising(sql: Sql, areaId: number, limit: number): Promise<PlacedRow[]> {
	return await listRows(sql, {
		where: narrowedTo(sql, { areaId, trend: 'rising' }),
		order: sql`i.quotes_30 - i.quotes_before_30 desc, i.id desc`,
		limit,
	});
}

export async function listNewThisWeek(sql: Sql, areaId: number, limit: number): Promise<PlacedRow[]> {
	return await listRows(sql, {
		where: sql`${narrowedTo(sql, { areaId })} and i.created_at >= now() - interval '7 days'`,
		order: sql`i.id desc`,
		limit,
	});
}
