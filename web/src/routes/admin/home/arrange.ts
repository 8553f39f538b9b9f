/** A list with one of its items a place further up (−1) or down (1); as it was at either end. */
export function arrange<Item>(items: readonly Item[], item: Item, step: -1 | 1): Item[] {
	const from = items.indexOf(item);
	const to = from + step;
	const moved = [...items];
	if (from < 0 || to < 0 || to >= items.length) return moved;
	moved.splice(to, 0, ...moved.splice(from, 1));
	return moved;
}
