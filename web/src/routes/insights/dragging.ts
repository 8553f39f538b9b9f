import type { LaneId, Target } from '#lib/insights/board.ts';

type Around = {
	/** A card is in the hand, or not any more. */
	hold: (held: boolean) => void;
	put: (id: number, target: Target) => void;
};
type Drag = { id: number; card: HTMLElement; ghost: HTMLElement; x: number; y: number; dx: number; dy: number };

/** Pixels that the mouse has to go before a press becomes a drag. */
const slack = 5;
/** Pixels from an edge within which a list or the board scrolls, and how fast at most, in pixels per frame. */
const edge = 56;
const fastest = 16;

/**
 * Lets cards of a board be dragged with the mouse (anywhere on a card) or a finger (by its grip). Nothing of the page is drawn anew
 * meanwhile: a copy of the card follows the pointer, and a line says where it would go. Returns the end of it.
 */
export function dragCards(board: HTMLElement, around: Around): () => void {
	let drag: Drag | undefined;
	let target: Target | undefined;
	let frame = 0;
	let pressed: { card: HTMLElement; x: number; y: number; pointer: number } | undefined;
	const line = document.createElement('div');
	line.className = 'drop-line';
	line.hidden = true;
	board.append(line);

	function press(event: PointerEvent): void {
		const from = event.target as HTMLElement;
		const card = from.closest<HTMLElement>('[data-card]');
		const grip = from.closest('[data-grip]');
		if (!card || event.button !== 0 || (!grip && from.closest('button, a, input, select'))) return;
		if (event.pointerType !== 'mouse' && !grip) return;
		pressed = { card, x: event.clientX, y: event.clientY, pointer: event.pointerId };
		addEventListener('pointermove', move);
		addEventListener('pointerup', release);
		addEventListener('pointercancel', cancel);
		addEventListener('keydown', escape, true);
		addEventListener('selectstart', prevent);
	}

	function move(event: PointerEvent): void {
		if (!pressed || event.pointerId !== pressed.pointer) return;
		if (!drag) {
			if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < slack) return;
			begin(pressed.card, pressed.x, pressed.y);
		}
		if (!drag) return;
		drag.x = event.clientX;
		drag.y = event.clientY;
		frame ||= requestAnimationFrame(follow);
	}

	function begin(card: HTMLElement, x: number, y: number): void {
		const place = card.getBoundingClientRect();
		const ghost = card.cloneNode(true) as HTMLElement;
		ghost.classList.add('ghost');
		ghost.removeAttribute('data-card');
		ghost.ariaHidden = 'true';
		ghost.inert = true;
		for (const part of ghost.querySelectorAll('[id]')) part.removeAttribute('id');
		ghost.style.inlineSize = `${place.width}px`;
		// The pointer keeps the look that it has over this card. A class on the page instead would have every card styled anew: 80 ms
		// with a thousand of them.
		if (pressed) card.setPointerCapture(pressed.pointer);
		document.body.append(ghost);
		card.classList.add('dragged');
		drag = { id: Number(card.dataset.card), card, ghost, x, y, dx: x - place.left, dy: y - place.top };
		ghost.style.translate = `${place.left}px ${place.top}px`;
		around.hold(true);
	}

	function follow(): void {
		frame = 0;
		if (!drag) return;
		const under = document.elementFromPoint(drag.x, drag.y);
		const cell = under?.closest<HTMLElement>('[data-cell]');
		if (cell && board.contains(cell)) aim(cell, under?.closest<HTMLElement>('[data-card]') ?? undefined);
		else if (!under || !board.contains(under)) {
			target = undefined;
			line.hidden = true;
		}
		const lists = [cell?.querySelector<HTMLElement>('[data-list]'), board];
		// Goes on while the pointer rests near an edge.
		const scrolls = lists.map((list) => list && drag && scrolled(list, drag)).some(Boolean);
		// Written last: what was measured before needs no second layout.
		drag.ghost.style.translate = `${drag.x - drag.dx}px ${drag.y - drag.dy}px`;
		if (scrolls) frame = requestAnimationFrame(follow);
	}

	/** Finds where in a cell the card would go, and draws the line there. */
	function aim(cell: HTMLElement, over: HTMLElement | undefined): void {
		if (!drag) return;
		const { y, id } = drag;
		const cards = [...cell.querySelectorAll<HTMLElement>('[data-card]')];
		const below = over ? cards.slice(cards.indexOf(over)) : cards;
		const before = below.find((card) => {
			const { top, height } = card.getBoundingClientRect();
			return y < top + height / 2;
		});
		// Before itself is before whatever follows it.
		const at = before?.dataset.card === String(id) ? cards[cards.indexOf(before) + 1] : before;
		target = {
			lane: laneOf(cell),
			columnId: Number(cell.dataset.cell),
			beforeId: at ? Number(at.dataset.card) : cell.dataset.more ? Number(cards.at(-1)?.dataset.card) || null : null,
		};
		const list = (cell.querySelector('[data-list]') ?? cell).getBoundingClientRect();
		const last = cards.at(-1)?.getBoundingClientRect().bottom ?? list.top;
		const top = before ? before.getBoundingClientRect().top - 7 : last + 5;
		line.hidden = false;
		line.style.inlineSize = `${list.width}px`;
		line.style.translate = `${list.left}px ${Math.min(Math.max(top, list.top), list.bottom)}px`;
	}

	function release(): void {
		const [id, to] = [drag?.id, target];
		const dropped = drag !== undefined;
		end();
		if (dropped) addEventListener('click', swallow, { capture: true, once: true });
		setTimeout(() => removeEventListener('click', swallow, { capture: true }));
		if (id !== undefined && to && to.beforeId !== id) around.put(id, to);
	}

	const swallow = (event: Event) => {
		event.preventDefault();
		event.stopPropagation();
	};
	/** The mouse carries: it selects no words on its way. */
	const prevent = (event: Event) => event.preventDefault();
	const cancel = () => end();
	const escape = (event: KeyboardEvent) => {
		if (event.key !== 'Escape' || !drag) return;
		swallow(event);
		end();
	};

	function end(): void {
		cancelAnimationFrame(frame);
		frame = 0;
		drag?.ghost.remove();
		drag?.card.classList.remove('dragged');
		line.hidden = true;
		if (drag) around.hold(false);
		drag = target = pressed = undefined;
		removeEventListener('pointermove', move);
		removeEventListener('pointerup', release);
		removeEventListener('pointercancel', cancel);
		removeEventListener('keydown', escape, true);
		removeEventListener('selectstart', prevent);
	}

	board.addEventListener('pointerdown', press);
	return () => {
		end();
		line.remove();
		board.removeEventListener('pointerdown', press);
	};
}

const laneOf = (cell: HTMLElement): LaneId => (cell.dataset.lane ? Number(cell.dataset.lane) : null);

/** Scrolls a list that the pointer is near the edge of; says whether it moved. */
function scrolled(list: HTMLElement, { x, y }: Pick<Drag, 'x' | 'y'>): boolean {
	const { top, bottom, left, right } = list.getBoundingClientRect();
	const [before, beforeX] = [list.scrollTop, list.scrollLeft];
	if (x > left && x < right) list.scrollTop += speed(y, top, bottom);
	if (y > top && y < bottom) list.scrollLeft += speed(x, Math.max(left, 0), Math.min(right, innerWidth));
	return list.scrollTop !== before || list.scrollLeft !== beforeX;
}

function speed(at: number, start: number, end: number): number {
	if (at < start + edge) return -Math.ceil(((start + edge - at) / edge) * fastest);
	if (at > end - edge) return Math.ceil(((at - end + edge) / edge) * fastest);
	return 0;
}
