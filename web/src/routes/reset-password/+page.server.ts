import { askPasswordReset } from '@ikatan/contracts/accounts';
import { refuse } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const mail = formText(form, 'mail');
		const result = await locals.api(askPasswordReset, { body: { mail } });
		if (!result.ok) return refuse(result, form, 'reset');
		return { sentTo: mail };
	},
};
