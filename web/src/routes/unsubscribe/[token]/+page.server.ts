import { readUnsubscribe, unsubscribe } from '@ikatan/contracts/notices';
import { answer, refuse } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
	what: answer(await locals.api(readUnsubscribe, { params: { token: params.token } })),
});

export const actions: Actions = {
	default: async ({ request, locals, params }) => {
		const form = await request.formData();
		const scope = formText(form, 'scope') === 'thread' ? 'thread' : 'kind';
		const result = await locals.api(unsubscribe, { params: { token: params.token }, query: { scope } });
		return result.ok ? { done: scope } : refuse(result, form, 'unsubscribe');
	},
};
