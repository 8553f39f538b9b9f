import type { Board, InsightFilter, InsightRow } from '@ikatan/contracts/insights';
import type { SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Db, Sql } from '../../platform/db.ts';
import { listAreas, listColumns, listTypes } from './choices.queries.ts';
import * as queries from './insights.queries.ts';
import { sorted, type Sort } from './sorting.queries.ts';

const cellSize = 30;
/** Lanes make many cells: each begins with fewer cards. */
const mostInLane = 8;

/** Words for filters that no row fits. */
const nobody = -1;

/** A filter of an address with its names resolved; unknown names fit nothing. */
export async function narrowing(sql: Db, actor: SignedIn, filter: InsightFilter): Promise<queries.Narrowing> {
	const [areas, types, columns] = [await listAreas(sql), await listTypes(sql), await listColumns(sql)];
	const idOf = (rows: { id: number; slug: string }[], slug: string | undefined) =>
		slug === undefined ? undefined : (rows.find((row) => row.slug === slug)?.id ?? nobody);
	const { owner } = filter;
	return {
		q: filter.q || undefined,
		areaId: filter.area === 'none' ? null : idOf(areas, filter.area),
		typeId: filter.type === 'none' ? null : idOf(types, filter.type),
		columnId: idOf(columns, filter.column),
		importance: filter.importance,
		ownerId:
			owner === undefined ? undefined : owner === 'none' ? null : owner === 'me' ? actor.id : Number(owner) || nobody,
		team: filter.team || undefined,
		companyId: filter.companyId,
		trend: filter.trend,
	};
}

export const shown = ({
	weight: _weight,
	place: _place,
	changedAt: _changedAt,
	...row
}: queries.PlacedRow): InsightRow => row;

function pageOf(rows: queries.PlacedRow[], size: number, cursorOf: (row: queries.PlacedRow) => (string | number)[]) {
	const last = rows[size - 1];
	return {
		items: rows.slice(0, size).map(shown),
		next: rows.length > size && last ? packCursor(cursorOf(last)) : null,
	};
}

/** The board: counts of all cells in one statement, the first cards of all cells in another. */
export async function readBoard(
	sql: Sql,
	actor: SignedIn,
	{ lanes, limit: asked, ...filter }: InsightFilter & { lanes: 'none' | 'area'; limit: number },
): Promise<Board> {
	const limit = lanes === 'area' ? Math.min(asked, mostInLane) : asked;
	const wanted = await narrowing(sql, actor, filter);
	const where = queries.narrowedTo(sql, wanted);
	const [columns, areas] = [await listColumns(sql), await listAreas(sql)];
	const counts = await queries.countCells(sql, where);
	const withCards = (areaId: number | null) => counts.some((cell) => cell.areaId === areaId);
	const laneAreas =
		lanes === 'area' ? [...areas.filter(({ id }) => withCards(id)), ...(withCards(null) ? [null] : [])] : [null];
	const cells = laneAreas.flatMap((area) =>
		columns.map(({ id }) => (lanes === 'area' ? { columnId: id, areaId: area?.id ?? null } : { columnId: id })),
	);
	const rows = await queries.listCells(sql, cells, where, limit + 1);
	const countOf = (columnId: number, areaId?: number | null) =>
		counts
			.filter((cell) => cell.columnId === columnId && (areaId === undefined || cell.areaId === areaId))
			.reduce((sum, cell) => sum + cell.count, 0);
	return {
		columns: columns.map((column) => ({ ...column, count: countOf(column.id) })),
		lanes: laneAreas.map((area) => ({
			area,
			cells: columns.map(({ id: columnId }) => {
				const areaId = lanes === 'area' ? (area?.id ?? null) : undefined;
				const here = rows.filter((row) => row.columnId === columnId && (areaId === undefined || row.areaId === areaId));
				return {
					columnId,
					count: countOf(columnId, areaId),
					...pageOf(here, limit, (row) => [row.place, row.id]),
				};
			}),
		})),
	};
}

/** More cards of one cell. */
export async function readCell(
	sql: Sql,
	actor: SignedIn,
	columnId: number,
	{ laneArea, after, ...filter }: InsightFilter & { laneArea?: string; after?: string },
) {
	const wanted = await narrowing(sql, actor, { ...filter, ...(laneArea === undefined ? {} : { area: laneArea }) });
	const from = unpackCursor(after, ['number', 'id']);
	const rows = await queries.listCell(sql, columnId, {
		wanted,
		after: from && { place: from[0], id: from[1] },
		limit: cellSize + 1,
	});
	return pageOf(rows, cellSize, (row) => [row.place, row.id]);
}

/** A page of the list, with how many fit in all. */
export async function listInsights(
	sql: Sql,
	actor: SignedIn,
	{ sort, after, limit: size, ...filter }: InsightFilter & { sort: Sort; after?: string; limit: number },
) {
	const where = queries.narrowedTo(sql, await narrowing(sql, actor, filter));
	const { order, beyond, cursorOf } = sorted(sql, sort, after);
	const [rows, total] = await Promise.all([
		queries.listRows(sql, { where, beyond, order, limit: size + 1 }),
		queries.countRows(sql, where),
	]);
	return { ...pageOf(rows, size, cursorOf), total };
}
