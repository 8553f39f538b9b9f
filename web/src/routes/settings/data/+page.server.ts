import { redirect } from '@sveltejs/kit';
import { deleteAccount } from '@ikatan/contracts/accounts';
import { refuse, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => {
	requireViewer();
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(deleteAccount, { body: { password: formText(form, 'password') } });
		if (!result.ok) return refuse(result, form, 'delete');
		redirect(303, '/');
	},
};
