import { createContext, tick } from 'svelte';
import type { Board } from '@ikatan/contracts/insights';
import { cellAt, findCard, laneIdOf, targetAt, withMoved } from '#lib/insights/board.ts';
import type { Target } from '#lib/insights/board.ts';
import type { OpenBoard } from './openBoard.svelte.ts';

/** What those who hear the page are told of a card in the hand. */
export type Told = {
	what: 'taken' | 'there' | 'put' | 'back';
	title: string;
	columnId: number;
	/** From 1. */
	place: number;
	count: number;
};
type Around = {
	board: OpenBoard;
	tell: (told: Told) => void;
	/** Right to left: the arrows are swapped. */
	mirrored: () => boolean;
};

const steps: Record<string, [column: number, index: number]> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1],
};

/** The button of a card by which it is taken in the hand. */
export const gripOf = (id: number) => document.getElementById(`grip-${id}`);

/** Carries cards by keyboard: taken with space or Enter, moved with the arrows, put down with space or Enter, taken back with Escape. */
export class Carrying {
	id = $state<number>();
	#before: Board | undefined;
	#target: Target | undefined;
	readonly #around: Around;

	constructor(around: Around) {
		this.#around = around;
	}

	/** A key pressed on a card's grip; the focus stays with the card. */
	press(event: KeyboardEvent, id: number): void {
		const { key } = event;
		if (this.id === undefined) {
			if (key === ' ' || key === 'Enter') this.#take(id);
			else return;
		} else if (key === ' ' || key === 'Enter') this.#putDown();
		else if (key === 'Escape') this.drop();
		else if (key === 'Tab') return this.drop();
		else if (steps[key]) this.#step(steps[key]);
		event.preventDefault();
		event.stopPropagation();
	}

	#take(id: number): void {
		this.id = id;
		this.#before = this.#around.board.view;
		this.#target = undefined;
		this.#around.board.held = true;
		this.#tell('taken');
	}

	#step([byColumn, byIndex]: [number, number]): void {
		const { board, mirrored } = this.#around;
		const found = this.id === undefined ? undefined : findCard(board.view, this.id);
		if (!found) return this.drop();
		const lane = board.view.lanes.find((one) => laneIdOf(one) === found.lane);
		const columns = lane?.cells.map(({ columnId }) => columnId) ?? [];
		const at = columns.indexOf(found.columnId) + (mirrored() ? -byColumn : byColumn);
		const columnId = columns[at];
		const index = Math.max(0, found.index + byIndex);
		const most = cellAt(board.view, found.lane, found.columnId)?.items.length ?? 1;
		if (columnId !== undefined && (byIndex === 0 || index < most)) {
			this.#target = targetAt(board.view, found.card.id, found.lane, columnId, index);
			board.view = withMoved(board.view, found.card.id, this.#target);
			void this.#keepFocus(found.card.id);
		}
		this.#tell('there');
	}

	#putDown(): void {
		const { board } = this.#around;
		const { id } = this;
		this.#tell('put');
		this.#end();
		if (id === undefined || !this.#target || !this.#before) return board.release();
		void board.move(id, this.#target, this.#before).then(() => this.#keepFocus(id));
		board.release();
	}

	/** Puts the card back to where it was. */
	drop(): void {
		const { id } = this;
		if (id === undefined) return;
		if (this.#before) this.#around.board.view = this.#before;
		this.#tell('back');
		this.#end();
		this.#around.board.release();
		void this.#keepFocus(id);
	}

	#end(): void {
		this.id = undefined;
	}

	/** An element that moves in the page loses the focus. */
	async #keepFocus(id: number): Promise<void> {
		await tick();
		const grip = gripOf(id);
		if (document.activeElement === document.body) grip?.focus({ preventScroll: true });
		grip?.closest('li')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	}

	#tell(what: Told['what']): void {
		const found = this.id === undefined ? undefined : findCard(this.#around.board.view, this.id);
		if (!found) return;
		const { card, columnId, index, lane } = found;
		const count = cellAt(this.#around.board.view, lane, columnId)?.count ?? 0;
		this.#around.tell({ what, title: card.title, columnId, place: index + 1, count });
	}
}

const [useCarrying, setCarrying] = createContext<Carrying>();
export { setCarrying, useCarrying };
