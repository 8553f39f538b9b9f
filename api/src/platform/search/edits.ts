/** True when `most` insertions, deletions, replacements or swaps of neighbours turn one word into the other (Damerau–Levenshtein). */
export function withinEdits(one: string, other: string, most: number): boolean {
	if (Math.abs(one.length - other.length) > most) return false;
	let beforeLast: number[] = [];
	let last = Array.from({ length: other.length + 1 }, (_, place) => place);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let column = 1; column <= other.length; column++) {
			const same = one[row - 1] === other[column - 1];
			const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1);
			let least = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
			if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
				least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
			}
			current.push(least);
		}
		if (Math.min(...current) > most) return false;
		beforeLast = last;
		last = current;
	}
	return (last[other.length] ?? 0) <= most;
}
