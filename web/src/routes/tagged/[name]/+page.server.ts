import { error, redirect } from '@sveltejs/kit';
import { tagAddress } from '@ikatan/contracts/addresses';
import { translate } from '@ikatan/messages';
import { loadList, watchAction } from '#lib/server/lists.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { list, paged } = await loadList(event, { tag: event.params.name });
	const { tag } = list;
	if (!tag) error(404, translate(event.locals.language, 'errors.not-found'));
	// Another name of the tag, or one in capital letters.
	if (tag.name !== event.params.name) redirect(301, tagAddress(tag.name) + event.url.search);
	return { list, paged, tag };
};

export const actions: Actions = { watch: watchAction('tag') };
