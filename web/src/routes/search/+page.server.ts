import { redirect } from '@sveltejs/kit';
import { noteEmptySearch, SearchQuery, searchThreads } from '@ikatan/contracts/search';
import { answer } from '#lib/server/answer.ts';
import type { SearchReply } from '@ikatan/contracts/search';
import { searchWith } from './address.ts';
import type { PageServerLoad } from './$types';

const isEmpty = ({ items, members, tags, documents }: SearchReply) =>
	items.length + members.length + tags.length + documents.length === 0;

const onlyWords = ({ q, order: _, page, ...facets }: SearchQuery) =>
	q !== '' && page === 1 && Object.values(facets).every((facet) => facet === undefined);

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
	// A facet in the address that does not exist is left out rather than refused.
	const query = SearchQuery.catch(SearchQuery.parse({ q: (asked.q ?? '').slice(0, 300) })).parse(asked);
	const result = answer(await locals.api(searchThreads, { query }));
	// Behind the last page: an old link, or posts that are gone.
	if (query.page > result.pages && result.items.length === 0 && query.page > 1)
		redirect(303, searchWith(query, { page: undefined }));
	// Its words become a wish for a document; the API looks again, and keeps nothing of who searched.
	if (isEmpty(result) && onlyWords(query)) await locals.api(noteEmptySearch, { body: { q: query.q } });
	return { query, result };
};
