import type { Client } from '@ikatan/client';
import { readSession, signIn } from '@ikatan/contracts/accounts';
import type { Viewer } from '@ikatan/contracts/accounts';
import { cookieNames } from '@ikatan/contracts/cookies';
import type { Site } from '@ikatan/contracts/settings';
import { chooseLanguage, languages } from '@ikatan/messages';
import type { RequestEvent } from '@sveltejs/kit';
import type { Theme } from '../../app.d.ts';
import type { Caller } from './caller.ts';

/** Who is signed in: nobody without a session, undefined while the API cannot say. */
export async function viewerOf({ api, cookie }: Caller): Promise<Viewer | null | undefined> {
	if (!cookie(cookieNames.session)) return null;
	const result = await api(readSession);
	return result.ok ? result.value.viewer : undefined;
}

/** The language of a page: the member's, the one chosen on this device, the browser's, the community's. */
export function languageOf(event: RequestEvent, viewer: Viewer | null, site: Site): string {
	const open = site.languages.filter((language) => languages.includes(language));
	const known = (language: string | undefined) => (language && open.includes(language) ? language : undefined);
	return (
		known(viewer?.language) ??
		known(event.cookies.get(cookieNames.language)) ??
		chooseLanguage(event.request.headers.get('accept-language'), open) ??
		known(site.defaultLanguage) ??
		'en'
	);
}

/** Light, dark or as the system: the member's choice, else that of this device. */
export function themeOf(event: RequestEvent, viewer: Viewer | null): Theme {
	const chosen = viewer?.theme ?? event.cookies.get(cookieNames.theme);
	return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/**
 * Signs in by the fields that `Form.svelte` shows beside a form whose session had ended, before the form's own action runs:
 * so what was written is posted by the same press of the button. Returns the code of a refusal.
 */
export async function signInBeside(event: RequestEvent, api: Client): Promise<App.Locals['signInRefused']> {
	if (event.request.method !== 'POST' || !event.url.searchParams.has('withSignIn')) return undefined;
	const form = await event.request.clone().formData();
	const [mail, password] = [form.get('signInMail'), form.get('signInPassword')];
	if (typeof mail !== 'string' || typeof password !== 'string' || !mail) return undefined;
	const result = await api(signIn, { body: { mail, password } });
	return result.ok ? undefined : result.error.code;
}
