import { MiningFilter } from '@ikatan/contracts/mining';

/** The filters of an address; what does not hold counts as not said. */
export function filterOf(url: URL): MiningFilter {
	const filter: Record<string, unknown> = {};
	for (const [name, schema] of Object.entries(MiningFilter.shape)) {
		const value = url.searchParams.get(name);
		const parsed = value ? schema.safeParse(value) : undefined;
		if (parsed?.success && parsed.data !== undefined) filter[name] = parsed.data;
	}
	return filter as MiningFilter;
}

/** Filters and more as the query of an address, with its question mark; empty for nothing. */
export function queryOf(filter: MiningFilter, more: Record<string, string | undefined> = {}): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...filter, ...more })) {
		if (value !== undefined && value !== '') query.set(name, String(value));
	}
	const text = query.toString();
	return text && `?${text}`;
}

/** Threads that were skipped in this sitting, as the address holds them. */
export function skippedIn(url: URL): number[] {
	const numbers = (url.searchParams.get('skip') ?? '').split('.').map(Number);
	return numbers.filter((id) => Number.isSafeInteger(id) && id > 0).slice(-200);
}
