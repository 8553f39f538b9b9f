import { redirect } from '@sveltejs/kit';
import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { moveInsight } from '@ikatan/contracts/insight-writing';
import { readBoard } from '@ikatan/contracts/insights';
import { filterOf } from '#lib/insights/server/filter.ts';
import { readSavedFilters, savedFilterActions } from '#lib/insights/server/savedFilters.ts';
import { pagePath } from '#lib/pageQuery.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Cards of each cell that come with the page. */
const firstCards = { none: 30, area: 10 };

export const load: PageServerLoad = async (event) => {
	requireViewer();
	const { locals, url } = event;
	const { column: _columns, ...filter } = filterOf(url);
	const lanes = url.searchParams.get('lanes') === 'area' ? ('area' as const) : ('none' as const);
	const [board, choices, saved] = await Promise.all([
		locals.api(readBoard, { query: { ...filter, lanes, limit: firstCards[lanes] } }),
		locals.api(readInsightChoices),
		readSavedFilters(event, 'board'),
	]);
	return { filter, lanes, saved, board: answer(board), choices: answer(choices) };
};

export const actions: Actions = {
	...savedFilterActions('board'),
	/** The menu of a card where no script runs. */
	move: async ({ request, locals, url }) => {
		const form = await request.formData();
		const params = { insightId: formNumber(form, 'insightId') ?? 0 };
		const result = await locals.api(moveInsight, { params, body: { columnId: formNumber(form, 'columnId') ?? 0 } });
		if (!result.ok) return refuse(result, form, 'move');
		redirect(303, pagePath(url));
	},
};
