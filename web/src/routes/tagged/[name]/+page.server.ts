import { error } from '@sveltejs/kit';
import { translate } from '@ikatan/messages';
import { loadList, watchAction } from '#lib/server/lists.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { list, paged } = await loadList(event, { tag: event.params.name });
	const { tag } = list;
	if (!tag) error(404, translate(event.locals.language, 'errors.not-found'));
	return { list, paged, tag };
};

export const actions: Actions = { watch: watchAction('tag') };
