import { redirect } from '@sveltejs/kit';
import { listRevisions, rollBackPost } from '@ikatan/contracts/editing';
import { answer, refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	history: answer(
		await locals.api(listRevisions, { params, query: { after: url.searchParams.get('after') ?? undefined } }),
	),
});

export const actions: Actions = {
	rollBack: async ({ request, locals, params }) => {
		const form = await request.formData();
		const result = await locals.api(rollBackPost, {
			params,
			body: {
				requestKey: formText(form, 'requestKey'),
				revision: formNumber(form, 'revision') ?? 0,
				version: formNumber(form, 'version') ?? 0,
			},
		});
		if (!result.ok) return refuse(result, form, `revision-${formText(form, 'revision')}`);
		redirect(303, result.value.path);
	},
};
