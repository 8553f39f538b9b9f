import type { Deps } from './deps.ts';

type Value = string | number | boolean | null;

/** One number that is not what it is derived from. */
export type Difference = { id: number; what: string; stored: Value; counted: Value };

/**
 * Numbers that a module keeps though they follow from other rows. A check reads stored and counted in one statement, so that deeds
 * at the same time are in both or in neither; mending locks as the module's own writes do.
 */
export type Derived = {
	/** Module and numbers, e.g. `threads.numbers`. */
	name: string;
	/** How long the number may follow after its deed, in seconds, while the worker runs; 0: it moves with the deed. */
	followsWithin: number;
	/** The next ids to look at, by number. */
	list(deps: Deps, afterId: number, limit: number): Promise<number[]>;
	/** What differs among these ids. */
	differing(deps: Deps, ids: number[]): Promise<Difference[]>;
	/** Derives the numbers of these ids anew; twice is the same as once. */
	mend(deps: Deps, ids: number[]): Promise<void>;
};

/** The numbers of all rows of a table, for `list`. */
export const everyRowOf =
	(table: string): Derived['list'] =>
	async ({ sql }, afterId, limit) => {
		const rows = await sql<{ id: number }[]>`
			select id from ${sql(table)} where id > ${afterId} order by id limit ${limit}`;
		return rows.map(({ id }) => id);
	};

/** A row of a check: the same names on both sides. */
export type Compared = { id: number; stored: Record<string, Value> | null; counted: Record<string, Value> };

/** The numbers that differ, one by one; a row that is missing counts as empty. */
export function differencesOf(rows: readonly Compared[]): Difference[] {
	return rows.flatMap(({ id, stored, counted }) =>
		Object.entries(counted)
			.filter(([what, value]) => (stored?.[what] ?? null) !== value)
			.map(([what, value]) => ({ id, what, stored: stored?.[what] ?? null, counted: value })),
	);
}

/** What was found of one kind of number, and what is left of it after mending; `error`: it could not be looked at. */
export type Found = {
	name: string;
	looked: number;
	differing: number;
	left: number;
	examples: Difference[];
	error?: string;
};

export type Recounting = {
	/** Only report. */
	check: boolean;
	/** Waits so many seconds for what may follow late; tests and installations without a worker do not wait. */
	wait(seconds: number): Promise<void>;
	onFound?: (found: Found) => void;
};

const looked = 1000;
const mended = 100;
const examplesShown = 5;

/** Goes over all derived numbers in bounded batches, while the product runs; mends what differs unless it only checks. */
export async function recount(deps: Deps, all: readonly Derived[], recounting: Recounting): Promise<Found[]> {
	const found: Found[] = [];
	for (const derived of all) {
		const one = await recountOne(deps, derived, recounting).catch((error: unknown): Found => {
			return { name: derived.name, looked: 0, differing: 0, left: 0, examples: [], error: String(error) };
		});
		recounting.onFound?.(one);
		found.push(one);
	}
	return found;
}

async function recountOne(deps: Deps, derived: Derived, { check, wait }: Recounting): Promise<Found> {
	const { name } = derived;
	const seen = await look(deps, derived);
	const wrong = await lasting(deps, derived, seen.differences, wait);
	const ids = [...new Set(wrong.map(({ id }) => id))];
	const examples = wrong.slice(0, examplesShown);
	if (check || ids.length === 0)
		return { name, looked: seen.looked, differing: wrong.length, left: wrong.length, examples };
	let left = 0;
	for (let from = 0; from < ids.length; from += mended) {
		const batch = ids.slice(from, from + mended);
		await derived.mend(deps, batch);
		left += (await derived.differing(deps, batch)).length;
	}
	return { name, looked: seen.looked, differing: wrong.length, left, examples };
}

async function look(deps: Deps, derived: Derived): Promise<{ looked: number; differences: Difference[] }> {
	const differences: Difference[] = [];
	let count = 0;
	for (let after = 0; ;) {
		const ids = await derived.list(deps, after, looked);
		if (ids.length === 0) return { looked: count, differences };
		differences.push(...(await derived.differing(deps, ids)));
		count += ids.length;
		after = ids.at(-1) ?? after;
	}
}

/** A number that follows its deeds by and by is wrong only when it has not moved though it had the time to. */
async function lasting(
	deps: Deps,
	derived: Derived,
	differences: Difference[],
	wait: Recounting['wait'],
): Promise<Difference[]> {
	if (derived.followsWithin === 0 || differences.length === 0) return differences;
	await wait(derived.followsWithin);
	const before = new Map(differences.map((one) => [`${one.id} ${one.what}`, one.stored]));
	const ids = [...new Set(differences.map(({ id }) => id))];
	const still: Difference[] = [];
	for (let from = 0; from < ids.length; from += looked)
		still.push(...(await derived.differing(deps, ids.slice(from, from + looked))));
	return still.filter(({ id, what, stored }) => before.has(`${id} ${what}`) && before.get(`${id} ${what}`) === stored);
}
