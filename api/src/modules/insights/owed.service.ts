import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Sql } from '../../platform/db.ts';
import * as queries from './owed-list.queries.ts';

const pageSize = 50;

/** Decided insights whose people have not all been told, longest first, with how many people that are in all. */
export async function listOwedInsights(sql: Sql, after?: string) {
	const from = unpackCursor(after, ['number', 'id']);
	const [rows, people] = await Promise.all([
		queries.listOwedRows(sql, { after: from && { since: from[0], id: from[1] }, limit: pageSize + 1 }),
		queries.countOwedInAll(sql),
	]);
	const last = rows[pageSize - 1];
	return {
		items: rows.slice(0, pageSize).map(({ place: _place, ...row }) => row),
		next: rows.length > pageSize && last ? packCursor([last.place, last.insightId]) : null,
		people,
	};
}
