import { redirect } from '@sveltejs/kit';
import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { makeInsight } from '@ikatan/contracts/insight-writing';
import { fieldsIn } from '#lib/insights/server/fields.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	requireViewer();
	return { choices: answer(await locals.api(readInsightChoices)) };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const body = { ...fieldsIn(form), title: formText(form, 'title'), requestKey: formText(form, 'requestKey') };
		const result = await locals.api(makeInsight, { body });
		if (!result.ok) return refuse(result, form);
		redirect(303, `/insights/${result.value.id}`);
	},
};
