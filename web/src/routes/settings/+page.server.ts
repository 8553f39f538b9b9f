import { redirect } from '@sveltejs/kit';
import { editProfile, readOwnProfile } from '@ikatan/contracts/accounts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formFlag, formText } from '#lib/server/form.ts';
import { uploadPicture } from '#lib/server/upload.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	return {
		profile: answer(await locals.api(readOwnProfile)),
		timeZones: Intl.supportedValuesOf('timeZone'),
		saved: url.searchParams.has('saved'),
	};
};

export const actions: Actions = {
	profile: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(editProfile, {
			body: {
				displayName: formText(form, 'displayName'),
				handle: formText(form, 'handle'),
				bio: formText(form, 'bio'),
				language: formText(form, 'language'),
				timeZone: formText(form, 'timeZone'),
				theme: themeOf(formText(form, 'theme')),
				showsPresence: formFlag(form, 'showsPresence'),
				singleKeys: formFlag(form, 'singleKeys'),
			},
		});
		if (!result.ok) return refuse(result, form, 'profile');
		// The page comes anew: in the language and dress that were just chosen.
		redirect(303, '/settings?saved');
	},
	picture: async (event) => {
		const form = await event.request.formData();
		const uploaded = await uploadPicture(event, form);
		if (!uploaded.ok) return refuse(uploaded, form, 'picture');
		const result = await event.locals.api(editProfile, { body: { pictureFileId: uploaded.value.id } });
		return result.ok ? { saved: true } : refuse(result, form, 'picture');
	},
	removePicture: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(editProfile, { body: { pictureFileId: null } });
		return result.ok ? { saved: true } : refuse(result, form, 'picture');
	},
};

function themeOf(text: string): 'system' | 'light' | 'dark' {
	return text === 'light' || text === 'dark' ? text : 'system';
}
