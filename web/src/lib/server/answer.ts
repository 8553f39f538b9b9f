import { error, fail, redirect } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import type { Refused, Result } from '@ikatan/client';
import { ownPath, signInAddress } from '@ikatan/contracts/addresses';
import type { Viewer } from '@ikatan/contracts/accounts';
import { translate } from '@ikatan/messages';
import { pagePath } from '#lib/pageQuery.ts';
import { keptValues } from '#lib/refusal.ts';
import type { Refusal } from '#lib/refusal.ts';

/** The value of a read, or the way out of it: sign-in and back (401), where it moved to, else the error page with the API's code. */
export function answer<Value>(result: Result<Value>): Value {
	if (result.ok) return result.value;
	if (result.status === 401) redirect(303, signInAddress(here()));
	const { code, params } = result.error;
	if (code === 'moved') redirect(301, ownPath(String(params.path)));
	const { language } = getRequestEvent().locals;
	error(statusOf(result), translate(language, `errors.${code}`), { code, retryAfter: result.retryAfter });
}

/** The signed-in member; a visitor is sent to sign in and back. 503 while nobody can say who it is. */
export function requireViewer(): Viewer {
	const { viewer, viewerUnknown, language } = getRequestEvent().locals;
	if (viewerUnknown) error(503, translate(language, 'errors.unavailable'), { code: 'unavailable' });
	return viewer ?? redirect(303, signInAddress(here()));
}

/** What a form page gets back from a write that failed: the API's codes and the typed text, under the form's name. */
export function refuse(result: Refused, form: FormData, name = 'form') {
	const { code, params, fields = {}, current } = result.error;
	const { locals } = getRequestEvent();
	const signIn = locals.signInRefused;
	const values = keptValues(form);
	if (statusOf(result) >= 500) locals.kept = values;
	const refusal: Refusal = {
		form: name,
		code: signIn ?? code,
		params,
		fields: signIn ? { ...fields, signInMail: signIn } : fields,
		values,
		signIn: result.status === 401,
		retryAfter: result.retryAfter,
		current,
	};
	return fail(statusOf(result), { refusal });
}

/** A refusal that the web itself decides on, e.g. two passwords that differ. */
export function refuseFields(fields: Refusal['fields'], form: FormData, name = 'form') {
	const refusal: Refusal = { form: name, code: 'invalid', params: {}, fields, values: keptValues(form), signIn: false };
	return fail(422, { refusal });
}

const statusOf = ({ status }: Refused) => (status >= 400 ? status : 503);

/** The page that was asked for, as a path; for an action the page that it belongs to. */
function here(): string {
	return pagePath(getRequestEvent().url);
}
