import { SearchQuery, searchThreads } from '@ikatan/contracts/search';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
	// A facet in the address that does not exist is left out rather than refused.
	const query = SearchQuery.catch(SearchQuery.parse({ q: (asked.q ?? '').slice(0, 300) })).parse(asked);
	return { query, result: answer(await locals.api(searchThreads, { query })) };
};
