import { createContext } from 'svelte';
import { claimQueueItem, listQueue } from '@ikatan/contracts/moderation';
import type { QueueAction, QueueRow, listQueue as Listing } from '@ikatan/contracts/moderation';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import type { z } from 'zod';
import { browserApi, lastingApi } from '#lib/browserApi.ts';
import type { QueueQuery } from './address.ts';
import { withFresh, withWaiting } from './rows.ts';

type List = z.infer<(typeof Listing)['reply']>;
type Around = {
	shown: () => { queue: List; asked: QueueQuery };
	/** The item that is open. */
	openId: () => number | null;
	/** Of the open line: what this page does itself it does not hear. */
	connectionId: () => string | undefined;
	/** Others have changed the open item. */
	changed: () => void;
};
/** A decision that can still be undone by one press. */
export type LastDecision = { id: number; action: QueueAction };

/** Milliseconds: open queues do not all read anew in the same moment. */
const longestJitter = 1000;
/** Milliseconds after which an item that is looked at counts as taken: whoever only passes by takes nothing. */
const takenAfter = 500;

/** The queue while its page is open: what it shows, what others do, and which item is whose. */
export class OpenQueue {
	readonly #around: Around;
	/** Falls back to what was loaded whenever that is loaded anew. */
	rows: QueueRow[] = $derived.by(() => this.#around.shown().queue.items);
	waiting: QueueRow[] = $derived.by(() => (this.#around.shown(), []));
	counts: List['counts'] = $derived.by(() => this.#around.shown().queue.counts);
	last = $state.raw<LastDecision | null>(null);
	/** Chooses what is done with the open item; given by its form. */
	choose: ((action: QueueAction) => void) | undefined;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page is drawn from it
	readonly #changed = new Set<number>();
	#any = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Items that were taken by opening them, and go back when another is opened. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page is drawn from it
	readonly #lent = new Set<number>();

	constructor(around: Around) {
		this.#around = around;
	}

	/** Others have changed these items; none named: anything. The list is read anew a little later, together with what follows. */
	hear(ids: number[]): void {
		if (ids.length === 0) this.#any = true;
		for (const id of ids) this.#changed.add(id);
		this.#timer ??= setTimeout(() => void this.#catchUp(), Math.random() * longestJitter);
	}

	async #catchUp(): Promise<void> {
		this.#timer = undefined;
		const ids = this.#any ? [] : [...this.#changed];
		this.#any = false;
		this.#changed.clear();
		const result = await browserApi(listQueue, { query: this.#around.shown().asked });
		if (!result.ok) return;
		const openId = this.#around.openId();
		const caught = withFresh({ shown: this.rows, waiting: this.waiting }, result.value.items, ids, openId);
		this.rows = caught.shown;
		this.waiting = caught.waiting;
		this.counts = result.value.counts;
		if (openId !== null && (ids.length === 0 || ids.includes(openId))) this.#around.changed();
	}

	/** Puts what came in since into the list. */
	showWaiting(): void {
		this.rows = withWaiting({ shown: this.rows, waiting: this.waiting });
		this.waiting = [];
	}

	rowOf(id: number): QueueRow | undefined {
		return this.rows.find((row) => row.id === id);
	}

	/** An item is looked at: the others are told that it is taken. Returns the end of it, which gives it back. */
	look(row: QueueRow): () => void {
		const free = row.claimedBy === null && (row.decision === null || row.decision.undone);
		const timer = free ? setTimeout(() => void this.#take(row.id), takenAfter) : undefined;
		return () => {
			clearTimeout(timer);
			if (this.#lent.delete(row.id)) void this.#claim(row.id, false);
		};
	}

	async #take(id: number): Promise<void> {
		const result = await this.#claim(id, true);
		if (!result.ok) {
			if (result.error.code === 'claimed-already' || result.error.code === 'decided-already') this.hear([id]);
			return;
		}
		this.#replace(result.value);
		// Somebody moved on before the answer came.
		if (this.#around.openId() === id) this.#lent.add(id);
		else void this.#claim(id, false);
	}

	/** The item stays the moderator's own when they move on, or is nobody's any more. */
	keep(id: number): void {
		this.#lent.delete(id);
	}

	#replace(row: QueueRow): void {
		this.rows = this.rows.map((other) => (other.id === row.id ? row : other));
	}

	#claim(itemId: number, claimed: boolean) {
		const id = this.#around.connectionId();
		const headers: Record<string, string> = id ? { [liveConnectionHeader]: id } : {};
		return lastingApi(claimQueueItem, { params: { itemId }, body: { claimed }, headers });
	}

	/** The page is left: what was taken by opening it goes back. */
	leave(): void {
		for (const id of this.#lent) void this.#claim(id, false);
		this.#lent.clear();
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

const [useQueue, setQueue] = createContext<OpenQueue>();
export { setQueue, useQueue };
