import { redirect } from '@sveltejs/kit';
import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { changeInsights } from '@ikatan/contracts/insight-writing';
import { InsightSort, listInsights } from '@ikatan/contracts/insights';
import { fieldsIn } from '#lib/insights/server/fields.ts';
import { filterOf } from '#lib/insights/server/filter.ts';
import { readSavedFilters, savedFilterActions } from '#lib/insights/server/savedFilters.ts';
import { pagePath } from '#lib/pageQuery.ts';
import { answer, refuse, refuseFields, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import { hasScript } from '#lib/thread/server/deed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	requireViewer();
	const { locals, url } = event;
	const filter = filterOf(url);
	const sort = InsightSort.catch('weight').parse(url.searchParams.get('sort'));
	const after = url.searchParams.get('after') ?? undefined;
	const [list, choices, saved] = await Promise.all([
		locals.api(listInsights, { query: { ...filter, sort, after } }),
		locals.api(readInsightChoices),
		readSavedFilters(event, 'list'),
	]);
	return { filter, sort, saved, list: answer(list), choices: answer(choices) };
};

/** The changes that a form of many insights asks for: a field left as it is changes nothing, `none` and a dash take away. */
function changesIn(form: FormData): ReturnType<typeof fieldsIn> {
	const asked = new FormData();
	for (const name of ['columnId', 'areaId', 'typeId', 'importance', 'ownerId', 'team']) {
		const value = formText(form, name).trim();
		if (value !== '') asked.set(name, value === 'none' || (name === 'team' && value === '-') ? '' : value);
	}
	return fieldsIn(asked);
}

export const actions: Actions = {
	...savedFilterActions('list'),
	change: async (event) => {
		const { request, locals, url } = event;
		const form = await request.formData();
		const ids = form.getAll('ids').map(Number);
		const changes = changesIn(form);
		if (ids.length === 0 || Object.keys(changes).length === 0) return refuseFields({ ids: 'required' }, form, 'change');
		const result = await locals.api(changeInsights, { body: { ids, changes } });
		if (!result.ok) return refuse(result, form, 'change');
		if (hasScript(event)) return { changed: result.value.changed };
		redirect(303, pagePath(url));
	},
};
