import { redirect } from '@sveltejs/kit';
import { editProfile, resendVerification } from '@ikatan/contracts/accounts';
import { ownPath } from '@ikatan/contracts/addresses';
import { cookieNames } from '@ikatan/contracts/cookies';
import { languages } from '@ikatan/messages';
import { formText } from '#lib/server/form.ts';
import type { RequestEvent } from './$types';

const year = 365 * 24 * 60 * 60;
const themes = ['system', 'light', 'dark'] as const;

/** The small buttons around every page: language and theme (kept on the device, and by a member's account), mail again. */
export async function POST({ request, cookies, locals, url }: RequestEvent) {
	const form = await request.formData();
	const next = new URL(ownPath(formText(form, 'next')), url);
	const language = languages.find((one) => one === formText(form, 'language'));
	const theme = themes.find((one) => one === formText(form, 'theme'));
	const keep = { path: '/', maxAge: year, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' } as const;

	if (language) cookies.set(cookieNames.language, language, keep);
	if (theme) cookies.set(cookieNames.theme, theme, keep);
	if (locals.viewer && (language || theme)) await locals.api(editProfile, { body: { language, theme } });
	if (locals.viewer && form.has('resend'))
		next.searchParams.set('mailed', (await locals.api(resendVerification)).ok ? '1' : '0');
	// `/.//elsewhere` becomes `//elsewhere` only now.
	redirect(303, ownPath(next.pathname + next.search));
}
