import { describe, expect, test } from 'vitest';
import type { Board, InsightRow } from '@ikatan/contracts/insights';
import { findCard, targetAt, withFresh, withMore, withMoved } from '../../web/src/lib/insights/board.ts';

const card = (id: number, columnId: number, areaId: number | null = null) =>
	({ id, columnId, areaId, title: `Card ${id}`, customers: 0 }) as InsightRow;
const column = (id: number, count: number) => ({
	id,
	slug: `c${id}`,
	name: null,
	stage: 'new' as const,
	position: id,
	count,
});
const cell = (columnId: number, ids: number[], next: string | null = null, areaId: number | null = null) => ({
	columnId,
	count: ids.length,
	items: ids.map((id) => card(id, columnId, areaId)),
	next,
});
const area = (id: number) => ({ id, slug: `a${id}`, name: `Area ${id}`, description: '', position: id });

/** Two columns: 1, 2, 3 in the first, 4 in the second. */
const plain = (): Board => ({
	columns: [column(1, 3), column(2, 1)],
	lanes: [{ area: null, cells: [cell(1, [1, 2, 3]), cell(2, [4])] }],
});
const idsIn = (board: Board, lane: number, place: number) => board.lanes[lane]?.cells[place]?.items.map(({ id }) => id);

describe('moving a card', () => {
	test('puts it before another one, and counts both columns anew', () => {
		const moved = withMoved(plain(), 1, { lane: null, columnId: 2, beforeId: 4 });
		expect(idsIn(moved, 0, 0)).toEqual([2, 3]);
		expect(idsIn(moved, 0, 1)).toEqual([1, 4]);
		expect(moved.columns.map(({ count }) => count)).toEqual([2, 2]);
		expect(findCard(moved, 1)?.card.columnId).toBe(2);
	});

	test('within its column changes the order and no count', () => {
		const moved = withMoved(plain(), 3, { lane: null, columnId: 1, beforeId: 1 });
		expect(idsIn(moved, 0, 0)).toEqual([3, 1, 2]);
		expect(moved.columns.map(({ count }) => count)).toEqual([3, 1]);
	});

	test('to another lane gives it that area', () => {
		const board: Board = {
			columns: [column(1, 2)],
			lanes: [
				{ area: area(7), cells: [cell(1, [1], null, 7)] },
				{ area: null, cells: [cell(1, [2])] },
			],
		};
		const moved = withMoved(board, 2, { lane: 7, columnId: 1, beforeId: null });
		expect(idsIn(moved, 0, 0)).toEqual([1, 2]);
		expect(findCard(moved, 2)?.card.areaId).toBe(7);
	});

	test('that is not on the board changes nothing', () => {
		const board = plain();
		expect(withMoved(board, 99, { lane: null, columnId: 2, beforeId: null })).toBe(board);
	});
});

describe('the place of a card', () => {
	test('is before the one that stands there, the card itself not counted', () => {
		expect(targetAt(plain(), 1, null, 1, 1).beforeId).toBe(3);
		expect(targetAt(plain(), 1, null, 1, 2).beforeId).toBeNull();
	});

	test('at the end of a cell of which more is to come is above its last card', () => {
		const board = plain();
		board.lanes[0]!.cells[1] = cell(2, [4, 5], 'more');
		expect(targetAt(board, 1, null, 2, 9).beforeId).toBe(5);
	});
});

describe('cards that come later', () => {
	test('stand behind the others, none of them twice', () => {
		const more = withMore(plain(), null, 2, { items: [card(4, 2), card(6, 2)], next: null });
		expect(idsIn(more, 0, 1)).toEqual([4, 6]);
	});

	test('stay behind what was read anew, unless they have changed or stand elsewhere now', () => {
		const shown = plain();
		shown.lanes[0]!.cells[0] = cell(1, [1, 2, 3, 8, 9], 'end');
		const fresh = plain();
		fresh.lanes[0]!.cells = [cell(1, [2, 3], 'later'), cell(2, [8, 4])];
		const merged = withFresh(shown, fresh, [9]);
		expect(idsIn(merged, 0, 0)).toEqual([2, 3]);
		expect(merged.lanes[0]!.cells[0]!.next).toBe('later');
		expect(
			idsIn(
				withFresh(shown, { ...fresh, lanes: [{ area: null, cells: [cell(1, [2, 3], 'later'), cell(2, [4])] }] }, []),
				0,
				0,
			),
		).toEqual([2, 3, 8, 9]);
	});
});
