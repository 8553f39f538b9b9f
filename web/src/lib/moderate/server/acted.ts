import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import type { Result } from '@ikatan/client';
import { undoDeed } from '@ikatan/contracts/acting';
import type { Deed } from '@ikatan/contracts/acting';
import { refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';

/** Back to the page of acts, which says what was done and offers to undo it; or the form again, with what stands in its way. */
export function afterDeed(event: RequestEvent, result: Result<Deed>, form: FormData, name: string) {
	if (!result.ok) return refuse(result, form, name);
	const { act, deedId, path } = result.value;
	redirect(303, `${event.url.pathname}?${new URLSearchParams({ did: act, deed: String(deedId ?? ''), to: path })}`);
}

/** The action that undoes a deed. */
export async function undo(event: RequestEvent) {
	const form = await event.request.formData();
	const params = { deedId: formNumber(form, 'deedId') ?? 0 };
	const result = await event.locals.api(undoDeed, { params, body: { requestKey: formText(form, 'requestKey') } });
	if (!result.ok) return refuse(result, form, 'undo');
	redirect(303, `${event.url.pathname}?${new URLSearchParams({ did: 'undo', to: result.value.path })}`);
}
