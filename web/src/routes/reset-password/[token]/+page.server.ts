import { redirect } from '@sveltejs/kit';
import { resetPassword } from '@ikatan/contracts/accounts';
import { refuse } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ request, locals, params }) => {
		const form = await request.formData();
		const body = { password: formText(form, 'password') };
		const result = await locals.api(resetPassword, { params: { token: params.token }, body });
		if (!result.ok) return refuse(result, form, 'reset');
		redirect(303, '/');
	},
};
