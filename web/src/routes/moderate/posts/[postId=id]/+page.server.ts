import { actOnPost, PostAct, readPostActs } from '@ikatan/contracts/acting';
import { afterDeed, undo } from '#lib/moderate/server/acted.ts';
import { answer, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	return { acts: answer(await locals.api(readPostActs, { params })) };
};

export const actions: Actions = {
	act: async (event) => {
		const form = await event.request.formData();
		const act = PostAct.options.find((one) => one === formText(form, 'act')) ?? 'hold';
		const body = { act, requestKey: formText(form, 'requestKey'), reason: formText(form, 'reason') };
		return afterDeed(event, await event.locals.api(actOnPost, { params: event.params, body }), form, 'act');
	},
	undo,
};
