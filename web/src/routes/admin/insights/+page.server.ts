import {
	archiveInsightChoice,
	InsightType,
	orderInsightChoices,
	readInsightChoices,
	saveBoardColumn,
	saveInsightType,
	saveProductArea,
	Stage,
} from '@ikatan/contracts/insight-choices';
import type { InsightChoices } from '@ikatan/contracts/insight-choices';
import type { Action, RequestEvent } from '@sveltejs/kit';
import { answer, refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	choices: answer(await locals.api(readInsightChoices)),
});

type Kind = 'areas' | 'columns' | 'types';
const kindIn = (form: FormData): Kind => {
	const kind = formText(form, 'choices');
	return kind === 'columns' || kind === 'types' ? kind : 'areas';
};

/** Makes (without id) or changes one area, column or type. */
function save({ locals }: RequestEvent, form: FormData) {
	const body = { id: formNumber(form, 'id'), name: formText(form, 'name') };
	const kind = kindIn(form);
	if (kind === 'columns') {
		const stage = Stage.catch('new').parse(formText(form, 'stage'));
		return locals.api(saveBoardColumn, { body: { ...body, stage } });
	}
	if (kind === 'types') {
		const tone = InsightType.shape.tone.catch('plain').parse(formText(form, 'tone'));
		return locals.api(saveInsightType, { body: { ...body, tone } });
	}
	return locals.api(saveProductArea, { body: { ...body, description: formText(form, 'description') } });
}

/** The order with one of them a step up or down. */
function reordered(rows: InsightChoices[Kind], id: number, step: number): number[] {
	const ids: number[] = rows.map((row) => row.id);
	const from = ids.indexOf(id);
	return ids.toSpliced(from, 1).toSpliced(Math.max(0, from + step), 0, id);
}

async function order({ locals }: RequestEvent, form: FormData) {
	const kind = kindIn(form);
	const choices = await locals.api(readInsightChoices);
	if (!choices.ok) return choices;
	const step = formText(form, 'step') === 'up' ? -1 : 1;
	const ids = reordered(choices.value[kind], formNumber(form, 'id') ?? 0, step);
	return await locals.api(orderInsightChoices, { params: { choices: kind }, body: { ids } });
}

function archive({ locals }: RequestEvent, form: FormData) {
	const params = { choices: kindIn(form), id: formNumber(form, 'id') ?? 0 };
	return locals.api(archiveInsightChoice, { params, query: { moveTo: formNumber(form, 'moveTo') } });
}

/** An action of one row: its form is named by deed, kind and number. */
function ofRow(
	deed: string,
	call: (event: RequestEvent, form: FormData) => ReturnType<typeof save | typeof order | typeof archive>,
): Action {
	return async (event) => {
		const form = await event.request.formData();
		const result = await call(event, form);
		const name = `${deed}-${kindIn(form)}-${formText(form, 'id') || 'new'}`;
		return result.ok ? { done: name } : refuse(result, form, name);
	};
}

export const actions: Actions = {
	save: ofRow('save', save),
	order: ofRow('order', order),
	archive: ofRow('archive', archive),
};
