import { InsightFilter } from '@ikatan/contracts/insights';

/** The filters in an address; those that make no sense narrow nothing. */
export function filterOf(url: URL): InsightFilter {
	const given = [...url.searchParams].filter(([, value]) => value.trim() !== '');
	const sound = given.filter(([name, value]) => InsightFilter.safeParse({ [name]: value }).success);
	return InsightFilter.catch({}).parse(Object.fromEntries(sound));
}
