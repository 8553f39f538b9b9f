import type { SearchQuery, SearchReply } from '@ikatan/contracts/search';
import type { FacetRow } from './search.queries.ts';

const facets = ['space', 'kind', 'tag', 'author', 'solved', 'staff'] as const;

/** The counts per facet; what is chosen is always among them, so that it can be taken back. */
export function facetsFor(query: SearchQuery, counts: FacetRow[]): SearchReply['facets'] {
	const groups = facets.map((facet) => {
		const chosen = query[facet]?.toLowerCase();
		const rows = counts
			.filter((row) => row.facet === facet)
			.map(({ value, label, count }) => ({ value, label, count }));
		if (chosen !== undefined && !rows.some(({ value }) => value === chosen))
			rows.unshift({ value: chosen, label: chosen, count: 0 });
		return [facet, rows.map((row) => ({ ...row, on: row.value === chosen }))] as const;
	});
	return Object.fromEntries(groups) as SearchReply['facets'];
}
