import { createContext } from 'svelte';
import { changeInsight, moveInsight } from '@ikatan/contracts/insight-writing';
import { readBoard, readBoardCell } from '@ikatan/contracts/insights';
import type { Board, InsightFilter } from '@ikatan/contracts/insights';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import type { Refused } from '@ikatan/client';
import { browserApi } from '#lib/browserApi.ts';
import { cellAt, findCard, withFresh, withMore, withMoved } from '#lib/insights/board.ts';
import type { LaneId, Target } from '#lib/insights/board.ts';

type Shown = { board: Board; filter: InsightFilter; lanes: 'none' | 'area' };
type Around = {
	shown: () => Shown;
	/** Of the open line: what this page does itself it does not hear. */
	connectionId: () => string | undefined;
	/** A move was refused and has been taken back. */
	refused: (why: Refused) => void;
};

/** Milliseconds: open boards do not all read anew in the same moment. */
const longestJitter = 2000;
/** Milliseconds for which a card that somebody has moved is marked. */
const markedFor = 2500;
/** As many cards of each cell as the API gives at once. */
const mostCards = 100;

/** The board while its page is open: what is shown before the server has said so, and what others do. */
export class OpenBoard {
	#around: Around;
	/** Falls back to what was loaded whenever that is loaded anew. */
	view: Board = $derived.by(() => this.#around.shown().board);
	/** Cards that others have just moved. */
	marked = $state.raw<number[]>([]);
	/** While a card is in somebody's hand, what others do waits. */
	held = $state(false);
	#changed: number[] = [];
	#stale = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#loading: string[] = [];

	constructor(around: Around) {
		this.#around = around;
	}

	/** Whether the board is drawn in lanes by area. */
	get inLanes(): boolean {
		return this.#around.shown().lanes === 'area';
	}

	/** Shows a card elsewhere, has it put there, and takes it back if that is refused. */
	async move(id: number, target: Target, before: Board = this.view): Promise<boolean> {
		const from = findCard(before, id);
		if (!from) return false;
		this.view = withMoved(before, id, target);
		const headers = this.#headers();
		const result = await this.#send(id, from.lane, target, headers);
		if (result?.ok !== false) return true;
		const now = findCard(this.view, id);
		const next = cellAt(before, from.lane, from.columnId)?.items[from.index + 1];
		if (now)
			this.view = withMoved(this.view, id, { lane: from.lane, columnId: from.columnId, beforeId: next?.id ?? null });
		this.mark([id]);
		this.#around.refused(result);
		return false;
	}

	async #send(id: number, lane: LaneId, target: Target, headers: Record<string, string>) {
		const params = { insightId: id };
		if (lane !== target.lane) {
			const result = await browserApi(changeInsight, { params, body: { areaId: target.lane }, headers });
			if (!result.ok) return result;
		}
		const { columnId, beforeId } = target;
		return await browserApi(moveInsight, { params, body: { columnId, beforeId }, headers });
	}

	#headers(): Record<string, string> {
		const id = this.#around.connectionId();
		return id ? { [liveConnectionHeader]: id } : {};
	}

	/** Brings the next cards of a cell, once at a time. */
	async loadMore(lane: LaneId, columnId: number): Promise<void> {
		const cell = cellAt(this.view, lane, columnId);
		const key = `${lane}-${columnId}`;
		if (!cell?.next || this.#loading.includes(key)) return;
		this.#loading.push(key);
		const { filter, lanes } = this.#around.shown();
		const query = { ...filter, after: cell.next, laneArea: lanes === 'area' ? this.#slugOf(lane) : undefined };
		const result = await browserApi(readBoardCell, { params: { columnId }, query });
		this.#loading = this.#loading.filter((other) => other !== key);
		if (result.ok) this.view = withMore(this.view, lane, columnId, result.value);
	}

	#slugOf(lane: LaneId): string {
		return this.view.lanes.find(({ area }) => (area?.id ?? null) === lane)?.area?.slug ?? 'none';
	}

	/** Others have changed these cards; none named: anything. The board is read anew a little later, together with what follows. */
	hear(ids: number[]): void {
		this.#changed.push(...ids);
		this.#stale = true;
		this.#timer ??= setTimeout(() => void this.#catchUp(), Math.random() * longestJitter);
	}

	async #catchUp(): Promise<void> {
		this.#timer = undefined;
		if (!this.#stale || this.held) return;
		const changed = this.#changed;
		this.#changed = [];
		this.#stale = false;
		const { filter, lanes } = this.#around.shown();
		const most = Math.max(...this.view.lanes.flatMap((lane) => lane.cells.map((cell) => cell.items.length)), 30);
		const limit = Math.min(most, mostCards);
		const result = await browserApi(readBoard, { query: { ...filter, lanes, limit } });
		if (!result.ok) return;
		if (this.held) return this.hear(changed);
		const moved = changed.filter((id) => this.#stoodElsewhere(id, result.value));
		this.view = withFresh(this.view, result.value, changed);
		this.mark(moved);
	}

	#stoodElsewhere(id: number, fresh: Board): boolean {
		const [before, now] = [findCard(this.view, id), findCard(fresh, id)];
		return now !== undefined && (before?.columnId !== now.columnId || before.index !== now.index);
	}

	/** A card was put down: what waited is read. */
	release(): void {
		this.held = false;
		if (this.#stale) this.hear([]);
	}

	/** Shows for a moment which cards have moved. */
	mark(ids: number[]): void {
		if (ids.length === 0) return;
		this.marked = ids;
		setTimeout(() => (this.marked = []), markedFor);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

const [useBoard, setBoard] = createContext<OpenBoard>();
export { setBoard, useBoard };
