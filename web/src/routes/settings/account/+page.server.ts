import { changeMail, changePassword, readOwnProfile, resendVerification } from '@ikatan/contracts/accounts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	requireViewer();
	return { profile: answer(await locals.api(readOwnProfile)) };
};

export const actions: Actions = {
	password: async ({ request, locals }) => {
		const form = await request.formData();
		const body = { current: formText(form, 'current'), password: formText(form, 'password') };
		const result = await locals.api(changePassword, { body });
		return result.ok ? { done: 'password' as const } : refuse(result, form, 'password');
	},
	mail: async ({ request, locals }) => {
		const form = await request.formData();
		const body = { current: formText(form, 'current'), mail: formText(form, 'mail') };
		const result = await locals.api(changeMail, { body });
		return result.ok ? { done: 'mail' as const } : refuse(result, form, 'mail');
	},
	resend: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(resendVerification);
		return result.ok ? { done: 'resend' as const } : refuse(result, form, 'resend');
	},
};
