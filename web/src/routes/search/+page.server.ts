import { redirect } from '@sveltejs/kit';
import { SearchQuery, searchThreads } from '@ikatan/contracts/search';
import { answer } from '#lib/server/answer.ts';
import { searchWith } from './address.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
	// A facet in the address that does not exist is left out rather than refused.
	const query = SearchQuery.catch(SearchQuery.parse({ q: (asked.q ?? '').slice(0, 300) })).parse(asked);
	const result = answer(await locals.api(searchThreads, { query }));
	// Behind the last page: an old link, or posts that are gone.
	if (query.page > result.pages && result.items.length === 0 && query.page > 1)
		redirect(303, searchWith(query, { page: undefined }));
	return { query, result };
};
