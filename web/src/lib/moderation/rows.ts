import type { QueueRow } from '@ikatan/contracts/moderation';

// The list of the queue as a page shows it, and what others change in it. Every function gives a new list.

type Caught = {
	/** The list as it is shown now. */
	shown: QueueRow[];
	/** What came in since, and is not shown before somebody asks for it. */
	waiting: QueueRow[];
};

/**
 * The list once it was read anew after others had changed `ids` (none named: anything). What is shown stays where it is, with its
 * new facts; what was decided leaves, but for the open item; what is new above the end of the list waits.
 */
export function withFresh({ shown, waiting }: Caught, fresh: QueueRow[], ids: number[], openId: number | null): Caught {
	const now = new Map(fresh.map((row) => [row.id, row]));
	const left = (id: number) => !now.has(id) && id !== openId && (ids.length === 0 || ids.includes(id));
	const kept = shown.filter(({ id }) => !left(id)).map((row) => now.get(row.id) ?? row);
	const known = new Set(kept.map(({ id }) => id));
	const lastShown = fresh.findLastIndex(({ id }) => known.has(id));
	const unknown = fresh.map((row, place) => ({ row, place })).filter(({ row }) => !known.has(row.id));
	const waited = new Set(waiting.map(({ id }) => id));
	return {
		// Where some left, others move up from below: nothing new to tell of.
		shown: [
			...kept,
			...unknown.filter(({ row, place }) => place > lastShown && !isNew(row, ids, waited)).map(({ row }) => row),
		],
		waiting: unknown.filter(({ row, place }) => place <= lastShown || isNew(row, ids, waited)).map(({ row }) => row),
	};
}

const isNew = ({ id }: QueueRow, ids: number[], waited: Set<number>) => ids.includes(id) || waited.has(id);

/** What waited, in its place: the order is the server's, heaviest first, then oldest. */
export function withWaiting({ shown, waiting }: Caught): QueueRow[] {
	return [...shown, ...waiting].sort((a, b) => b.weight - a.weight || a.id - b.id);
}

/** The item that follows another, or the one before it at the end; those that somebody else has open are left out. */
export function neighbour(rows: QueueRow[], id: number): number | undefined {
	const at = rows.findIndex((row) => row.id === id);
	const free = ({ claimedBy, decision, id: other }: QueueRow) =>
		other !== id && (!claimedBy || claimedBy.mine) && (!decision || decision.undone);
	return (rows.slice(at + 1).find(free) ?? rows.slice(0, Math.max(0, at)).findLast(free))?.id;
}
