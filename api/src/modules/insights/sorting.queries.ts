import { unpackCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { invalid } from '../../platform/errors.ts';
import type { PlacedRow } from './insights.queries.ts';

export type Sort = 'weight' | 'newest' | 'changed' | 'title' | 'customers' | 'companies' | 'importance';

/** How each sort orders rows of `i`, what lies beyond a cursor, and what of a row its cursor holds. */
export function sorted(sql: Db, sort: Sort, after: string | undefined) {
	if (sort === 'title') {
		const from = unpackCursor(after, ['text', 'id']);
		return {
			order: sql`lower(i.title), i.id`,
			beyond: from ? sql`and (lower(i.title), i.id) > (${from[0]}, ${from[1]})` : sql``,
			cursorOf: (row: PlacedRow) => [row.title.toLowerCase(), row.id],
		};
	}
	if (sort === 'newest') {
		const from = unpackCursor(after, ['id']);
		return {
			order: sql`i.id desc`,
			beyond: from ? sql`and i.id < ${from[0]}` : sql``,
			cursorOf: (row: PlacedRow) => [row.id],
		};
	}
	if (sort === 'changed') {
		const from = unpackCursor(after, ['text', 'id']);
		if (from && Number.isNaN(Date.parse(from[0]))) throw invalid({ after: 'bad-value' });
		return {
			order: sql`date_trunc('milliseconds', i.changed_at) desc, i.id desc`,
			beyond: from
				? sql`and (date_trunc('milliseconds', i.changed_at), i.id) < (${from[0]}::timestamptz, ${from[1]})`
				: sql``,
			cursorOf: (row: PlacedRow) => [row.changedAt, row.id],
		};
	}
	const from = unpackCursor(after, ['number', 'id']);
	const column = sql(`i.${sort}`);
	return {
		order: sql`${column} desc, i.id desc`,
		beyond: from ? sql`and (${column}, i.id) < (${from[0]}, ${from[1]})` : sql``,
		cursorOf: (row: PlacedRow) => [row[sort], row.id],
	};
}
