import { previewBody } from '@ikatan/contracts/asking';
import { changeHomeSettings, HomeBlock, readHomeSettings } from '@ikatan/contracts/brand';
import { undoSettings } from '@ikatan/contracts/site-settings';
import { act } from '#lib/admin/server/act.ts';
import { answer, refuse } from '#lib/server/answer.ts';
import { formNumber, formText, formTexts } from '#lib/server/form.ts';
import { arrange } from './arrange.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const isBlock = (name: string): name is HomeBlock => HomeBlock.safeParse(name).success;

export const load: PageServerLoad = async ({ locals }) => {
	const home = answer(await locals.api(readHomeSettings));
	// What is not shown comes last, so that it can be.
	const order = [...home.blocks, ...HomeBlock.options.filter((block) => !home.blocks.includes(block))];
	return { home, order, shown: home.blocks };
};

const chosen = (form: FormData) => ({
	order: formTexts(form, 'order').filter(isBlock),
	shown: [...formTexts(form, 'shown').filter(isBlock), 'lists' as const],
	text: formText(form, 'text'),
});

export const actions: Actions = {
	save: act('save', ({ locals }: RequestEvent, form) => {
		const { order, shown, text } = chosen(form);
		const blocks = order.filter((block) => shown.includes(block));
		return locals.api(changeHomeSettings, { body: { blocks, text, seen: formNumber(form, 'seen') } });
	}),
	/** The page again, with a block moved (without script) or with how the text will look. */
	look: async ({ request, locals }) => {
		const form = await request.formData();
		const { order, shown, text } = chosen(form);
		const [block = '', way] = formText(form, 'move').split(' ');
		const moved = isBlock(block) ? arrange(order, block, way === 'up' ? -1 : 1) : order;
		if (text.trim() === '') return { looked: { order: moved, shown, text, html: '' } };
		const result = await locals.api(previewBody, { body: { sourceText: text } });
		if (!result.ok) return refuse(result, form, 'save');
		return { looked: { order: moved, shown, text, html: result.value.html } };
	},
	undo: act('undo', ({ locals }: RequestEvent, form) =>
		locals.api(undoSettings, { body: { lineId: formNumber(form, 'lineId') ?? 0 } }),
	),
};
