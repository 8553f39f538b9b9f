import { redirect } from '@sveltejs/kit';
import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { deleteSavedFilter, listMining, listSavedFilters, saveFilter, takeNextToMine } from '@ikatan/contracts/mining';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import { filterOf, queryOf } from './filter.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	const filter = filterOf(url);
	const after = url.searchParams.get('after') ?? undefined;
	const [list, saved, choices] = await Promise.all([
		locals.api(listMining, { query: { ...filter, after } }),
		locals.api(listSavedFilters, { query: { page: 'mining' } }),
		locals.api(readInsightChoices, {}),
	]);
	return {
		list: answer(list),
		saved: answer(saved).items,
		companies: answer(choices).companies,
		filter,
		query: queryOf(filter),
		finished: url.searchParams.has('finished'),
	};
};

export const actions: Actions = {
	start: async ({ request, locals, url }) => {
		const form = await request.formData();
		const filter = filterOf(url);
		const result = await locals.api(takeNextToMine, { body: { ...filter, skip: [] } });
		if (!result.ok) return refuse(result, form, 'start');
		const { thread } = result.value;
		redirect(
			303,
			thread ? `/insights/mine/${thread.id}${queryOf(filter)}` : `/insights/mine${queryOf(filter, { finished: '1' })}`,
		);
	},
	save: async ({ request, locals, url }) => {
		const form = await request.formData();
		const query = queryOf(filterOf(url)).slice(1);
		const body = { page: 'mining' as const, name: formText(form, 'name'), query };
		const result = await locals.api(saveFilter, { body });
		if (!result.ok) return refuse(result, form, 'save');
		redirect(303, `/insights/mine${query && `?${query}`}`);
	},
	forget: async ({ request, locals, url }) => {
		const form = await request.formData();
		const result = await locals.api(deleteSavedFilter, { params: { filterId: formNumber(form, 'id') ?? 0 } });
		if (!result.ok) return refuse(result, form, 'forget');
		redirect(303, `/insights/mine${queryOf(filterOf(url))}`);
	},
};
