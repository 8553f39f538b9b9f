import { error, redirect } from '@sveltejs/kit';
import { spaceAddress } from '@ikatan/contracts/addresses';
import { translate } from '@ikatan/messages';
import { loadList, watchAction } from '#lib/server/lists.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { list, paged } = await loadList(event, { space: event.params.slug });
	const { space } = list;
	if (!space) error(404, translate(event.locals.language, 'errors.not-found'));
	// An address from before a renaming.
	if (space.slug !== event.params.slug) redirect(301, spaceAddress(space.slug) + event.url.search);
	return { list, paged, space };
};

export const actions: Actions = { watch: watchAction('space') };
