import { redirect } from '@sveltejs/kit';
import { setUp } from '@ikatan/contracts/settings';
import { refuse } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import { forgetSite } from '#lib/server/site.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (locals.site.ready) redirect(303, '/');
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const names = form.getAll('spaceName').map(String);
		const descriptions = form.getAll('spaceDescription').map(String);
		const kinds = form.getAll('spaceKind').map(String);
		const spaces = names.flatMap((name, place) =>
			name.trim() === ''
				? []
				: [
						{
							name,
							description: descriptions[place] ?? '',
							kind: kinds[place] === 'members' ? ('members' as const) : ('public' as const),
						},
					],
		);
		const result = await locals.api(setUp, {
			body: {
				code: formText(form, 'code'),
				siteName: formText(form, 'siteName'),
				tagline: formText(form, 'tagline'),
				defaultLanguage: formText(form, 'defaultLanguage'),
				displayName: formText(form, 'displayName'),
				handle: formText(form, 'handle'),
				mail: formText(form, 'mail'),
				password: formText(form, 'password'),
				spaces,
			},
		});
		if (!result.ok) return refuse(result, form, 'setup');
		forgetSite();
		redirect(303, '/');
	},
};
