import type { Action, RequestEvent } from '@sveltejs/kit';
import { redirect } from '@sveltejs/kit';
import type { Result } from '@ikatan/client';
import { refuse } from '#lib/server/answer.ts';

/**
 * An action of an admin's page: calls the API with what the form holds, under the form's name. Taken, it leads to the address that
 * `leadsTo` makes from the reply, or stays on the page, which then says that it was done.
 */
export function act<Event extends RequestEvent, Value>(
	name: string,
	call: (event: Event, form: FormData) => Promise<Result<Value>>,
	leadsTo?: (value: Value) => string,
) {
	return (async (event: Event) => {
		const form = await event.request.formData();
		const result = await call(event, form);
		if (!result.ok) return refuse(result, form, name);
		if (leadsTo) redirect(303, leadsTo(result.value));
		return { done: name };
	}) satisfies (event: Event) => ReturnType<Action>;
}
