import { redirect } from '@sveltejs/kit';
import { deleteAccount } from '@ikatan/contracts/accounts';
import { refuse, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import { hasScript } from '#lib/thread/server/deed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => {
	requireViewer();
};

export const actions: Actions = {
	default: async (event) => {
		const { request, locals } = event;
		const form = await request.formData();
		const result = await locals.api(deleteAccount, { body: { password: formText(form, 'password') } });
		if (!result.ok) return refuse(result, form, 'delete');
		// The page forgets what this device kept of them, and leaves by itself.
		if (hasScript(event)) return { left: true };
		redirect(303, '/');
	},
};
