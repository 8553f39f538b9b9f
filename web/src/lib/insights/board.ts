import type { Board, InsightRow } from '@ikatan/contracts/insights';

export type Lane = Board['lanes'][number];
export type Cell = Lane['cells'][number];
/** Number of a lane's area; null for the lane without one, and for the only lane of a board without lanes. */
export type LaneId = number | null;
/** Where a card goes: before another one, or (null) at the end. */
export type Target = { lane: LaneId; columnId: number; beforeId: number | null };
export type Found = { card: InsightRow; lane: LaneId; columnId: number; index: number };

export const laneIdOf = (lane: Lane): LaneId => lane.area?.id ?? null;

/** A card with the place it stands at. */
export function findCard(board: Board, id: number): Found | undefined {
	for (const lane of board.lanes)
		for (const { columnId, items } of lane.cells) {
			const index = items.findIndex((item) => item.id === id);
			const card = items[index];
			if (card) return { card, lane: laneIdOf(lane), columnId, index };
		}
	return undefined;
}

export function cellAt(board: Board, lane: LaneId, columnId: number): Cell | undefined {
	return board.lanes.find((one) => laneIdOf(one) === lane)?.cells.find((cell) => cell.columnId === columnId);
}

/** The board with one of its cells changed. */
function withCell(board: Board, lane: LaneId, columnId: number, change: (cell: Cell) => Cell): Board {
	return {
		...board,
		lanes: board.lanes.map((one) =>
			laneIdOf(one) === lane
				? { ...one, cells: one.cells.map((cell) => (cell.columnId === columnId ? change(cell) : cell)) }
				: one,
		),
	};
}

const withCount = (board: Board, columnId: number, by: number): Board => ({
	...board,
	columns: board.columns.map((column) => (column.id === columnId ? { ...column, count: column.count + by } : column)),
});

/** The board with a card put elsewhere; the same board where it is not on it. */
export function withMoved(board: Board, id: number, { lane, columnId, beforeId }: Target): Board {
	const found = findCard(board, id);
	if (!found || !cellAt(board, lane, columnId)) return board;
	const { card, ...from } = found;
	const taken = withCell(board, from.lane, from.columnId, (cell) => ({
		...cell,
		count: cell.count - 1,
		items: cell.items.filter((item) => item.id !== id),
	}));
	const put = withCell(taken, lane, columnId, (cell) => {
		const index = cell.items.findIndex((item) => item.id === beforeId);
		const here = { ...card, columnId, areaId: from.lane === lane ? card.areaId : lane };
		return {
			...cell,
			count: cell.count + 1,
			items: cell.items.toSpliced(index === -1 ? cell.items.length : index, 0, here),
		};
	});
	return withCount(withCount(put, from.columnId, -1), columnId, 1);
}

/** Where a card would stand if it were the `index`-th of a cell, itself not counted. A cell of which more is to come ends above its last card. */
export function targetAt(board: Board, id: number, lane: LaneId, columnId: number, index: number): Target {
	const cell = cellAt(board, lane, columnId);
	const others = cell?.items.filter((item) => item.id !== id) ?? [];
	const last = cell?.next === null ? null : (others.at(-1)?.id ?? null);
	return { lane, columnId, beforeId: others[Math.max(0, index)]?.id ?? last };
}

/** The board with more cards at the end of a cell. */
export function withMore(board: Board, lane: LaneId, columnId: number, more: Pick<Cell, 'items' | 'next'>): Board {
	return withCell(board, lane, columnId, (cell) => {
		const known = new Set(cell.items.map((item) => item.id));
		return { ...cell, next: more.next, items: [...cell.items, ...more.items.filter((item) => !known.has(item.id))] };
	});
}

/** What was read anew, with the cards behind it that had been loaded before and have not changed. */
export function withFresh(board: Board, fresh: Board, changed: number[]): Board {
	const here = new Set(fresh.lanes.flatMap((lane) => lane.cells.flatMap((cell) => cell.items.map((item) => item.id))));
	return {
		...fresh,
		lanes: fresh.lanes.map((lane) => ({
			...lane,
			cells: lane.cells.map((cell) => {
				const before = cellAt(board, laneIdOf(lane), cell.columnId);
				if (cell.next === null || !before || before.items.length <= cell.items.length) return cell;
				const last = before.items.findIndex((item) => item.id === cell.items.at(-1)?.id);
				if (last === -1) return cell;
				const behind = before.items.slice(last + 1).filter(({ id }) => !here.has(id) && !changed.includes(id));
				return { ...cell, items: [...cell.items, ...behind], next: behind.length > 0 ? before.next : cell.next };
			}),
		})),
	};
}
