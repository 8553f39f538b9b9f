import { redirect } from '@sveltejs/kit';
import type { Action, RequestEvent } from '@sveltejs/kit';
import { deleteSavedFilter, listSavedFilters, saveFilter } from '@ikatan/contracts/mining';
import type { SavedFilter } from '@ikatan/contracts/mining';
import { pagePath, pageQuery } from '#lib/pageQuery.ts';
import { refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';

type FilteredPage = SavedFilter['page'];

/** One's saved filters of a page; none where they cannot be read: the page works without. */
export async function readSavedFilters({ locals }: Pick<RequestEvent, 'locals'>, page: FilteredPage) {
	const result = await locals.api(listSavedFilters, { query: { page } });
	return result.ok ? result.value.items : [];
}

/** The actions behind a page's saved filters: keep those of its address under a name, and forget one. */
export function savedFilterActions(page: FilteredPage) {
	return {
		keepFilter: async (event) => {
			const form = await event.request.formData();
			const query = pageQuery(event.url);
			query.delete('after');
			for (const [name, value] of [...query]) if (value === '') query.delete(name);
			const body = { page, name: formText(form, 'name'), query: query.toString() };
			const result = await event.locals.api(saveFilter, { body });
			if (!result.ok) return refuse(result, form, 'keepFilter');
			redirect(303, pagePath(event.url));
		},
		forgetFilter: async (event) => {
			const form = await event.request.formData();
			const params = { filterId: formNumber(form, 'filterId') ?? 0 };
			const result = await event.locals.api(deleteSavedFilter, { params });
			if (!result.ok) return refuse(result, form, 'forgetFilter');
			redirect(303, pagePath(event.url));
		},
	} satisfies Record<string, Action>;
}
