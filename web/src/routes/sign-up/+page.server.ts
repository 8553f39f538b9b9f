import { redirect } from '@sveltejs/kit';
import { signUp } from '@ikatan/contracts/accounts';
import { readInvitation } from '@ikatan/contracts/admin-invitations';
import { ownPath } from '@ikatan/contracts/addresses';
import { refuse } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import { loadNext } from '#lib/server/next.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const token = event.url.searchParams.get('invitation');
	const { next } = loadNext(event);
	if (!token) return { next, invited: undefined };
	const invitation = await event.locals.api(readInvitation, { params: { token } });
	// Null: the link counts no more.
	return { next, invited: invitation.ok ? invitation.value : null };
};

export const actions: Actions = {
	default: async ({ request, locals, url }) => {
		const form = await request.formData();
		const timeZone = formText(form, 'timeZone');
		const invitation = url.searchParams.get('invitation');
		const result = await locals.api(signUp, {
			body: {
				displayName: formText(form, 'displayName'),
				handle: formText(form, 'handle'),
				mail: formText(form, 'mail'),
				password: formText(form, 'password'),
				website: formText(form, 'website'),
				language: locals.language,
				...(timeZone && { timeZone }),
				...(invitation && { invitation }),
			},
		});
		if (!result.ok) return refuse(result, form, 'sign-up');
		if (result.value.signedIn) redirect(303, ownPath(url.searchParams.get('next')));
		return { sentTo: formText(form, 'mail') };
	},
};
