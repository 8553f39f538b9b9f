/** Brings a value of a named kind back, from what stands for it. */
type Reviver = (value: unknown) => unknown;

const nothing: Record<number, unknown> = { '-1': undefined, '-3': NaN, '-4': Infinity, '-5': -Infinity, '-6': -0 };

/**
 * The browser's side of devalue, in whose form SvelteKit sends what pages show: a list of values that name each other by
 * their places. Ours are plain data and dates; the rest of the library (4 kB) would be loaded for nothing.
 */
export function unflatten(all: unknown, revivers: Record<string, Reviver> = {}): unknown {
	if (typeof all === 'number') return nothing[all];
	if (!Array.isArray(all)) throw new Error('Not a list of values');
	const values: unknown[] = all;
	const known: unknown[] = [];

	function at(place: number): unknown {
		if (place < 0) return nothing[place];
		if (place in known) return known[place];
		const value: unknown = values[place];
		if (value === null || typeof value !== 'object') return (known[place] = value);
		if (!Array.isArray(value)) return filled(place, {}, Object.entries(value));
		const [kind, content] = value as [unknown, unknown];
		if (typeof kind !== 'string') return filled(place, [], Object.entries(value));
		const revive = revivers[kind];
		if (revive) return (known[place] = revive(at(content as number)));
		if (kind === 'Date') return (known[place] = new Date(content as string));
		throw new Error(`Pages are sent no ${kind}`);
	}

	function filled(place: number, empty: object, entries: [string, unknown][]): unknown {
		known[place] = empty;
		for (const [key, inside] of entries) {
			if (key === '__proto__') throw new Error(`Pages are sent no ${key}`);
			Object.assign(empty, { [key]: at(inside as number) });
		}
		return empty;
	}

	return at(0);
}

export const parse = (text: string, revivers?: Record<string, Reviver>): unknown =>
	unflatten(JSON.parse(text), revivers);

/** What the browser keeps for itself, such as a page's state in the history; plain data only. */
export function stringify(value: unknown): string {
	const places = new Map<unknown, number>();
	const written: unknown[] = [];

	function place(one: unknown): number {
		if (one === undefined) return -1;
		const known = places.get(one);
		if (known !== undefined) return known;
		const at = written.length;
		places.set(one, at);
		written.push(one);
		if (Array.isArray(one)) written[at] = one.map(place);
		else if (one instanceof Date) written[at] = ['Date', one.toISOString()];
		else if (typeof one === 'object' && one)
			written[at] = Object.fromEntries(Object.entries(one).map(([key, inside]) => [key, place(inside)]));
		else if (typeof one === 'function' || typeof one === 'symbol' || typeof one === 'bigint' || Object.is(one, NaN))
			throw new Error(`A ${typeof one} cannot be kept`);
		return at;
	}

	const first = place(value);
	return first < 0 ? String(first) : JSON.stringify(written);
}

/** Only the server writes pages. */
export function uneval(): never {
	throw new Error('Only the server writes pages');
}
