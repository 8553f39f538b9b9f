import { redirect } from '@sveltejs/kit';
import { signIn } from '@ikatan/contracts/accounts';
import { ownPath } from '@ikatan/contracts/addresses';
import { refuse } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import { loadNext } from '#lib/server/next.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = loadNext;

export const actions: Actions = {
	default: async ({ request, locals, url }) => {
		const form = await request.formData();
		const body = { mail: formText(form, 'mail'), password: formText(form, 'password') };
		const result = await locals.api(signIn, { body });
		if (!result.ok) return refuse(result, form, 'sign-in');
		redirect(303, ownPath(url.searchParams.get('next')));
	},
};
