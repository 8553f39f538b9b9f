import type { SearchQuery } from '@ikatan/contracts/search';

type Changes = { [Name in keyof SearchQuery]?: SearchQuery[Name] | undefined };

/** The address of a search with some of its parts changed; defaults are left out. */
export function searchWith(query: SearchQuery, changes: Changes): string {
	const wanted = { ...query, ...changes };
	const parts = Object.entries(wanted).filter(
		([name, value]) =>
			value !== undefined &&
			value !== '' &&
			!(name === 'order' && value === 'best') &&
			!(name === 'page' && value === 1),
	);
	return `/search?${new URLSearchParams(parts.map(([name, value]) => [name, String(value)]))}`;
}
