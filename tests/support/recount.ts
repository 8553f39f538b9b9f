import { allDerived } from '../../api/src/commands/recount.ts';
import { recount, type Found } from '../../api/src/platform/derived.ts';
import type { TestApp } from './app.ts';

/** Compares (and unless `check` mends) every derived number; what may follow late is given no time. Returns what differed. */
export async function recountAll({ deps }: Pick<TestApp, 'deps'>, { check }: { check: boolean }): Promise<Found[]> {
	const found = await recount(deps, allDerived, { check, wait: () => Promise.resolve() });
	return found.filter(({ differing, error }) => differing > 0 || error !== undefined);
}
