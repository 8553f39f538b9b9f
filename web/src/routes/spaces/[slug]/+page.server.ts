import { error } from '@sveltejs/kit';
import { translate } from '@ikatan/messages';
import { loadList, watchAction } from '#lib/server/lists.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { list, paged } = await loadList(event, { space: event.params.slug });
	const { space } = list;
	if (!space) error(404, translate(event.locals.language, 'errors.not-found'));
	return { list, paged, space };
};

export const actions: Actions = { watch: watchAction('space') };
