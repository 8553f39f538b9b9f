import { error, redirect } from '@sveltejs/kit';
import { nominate } from '@ikatan/contracts/quotes';
import type { Quotable } from '@ikatan/contracts/quotes';
import { byFields, evidenceIn, quotableOf } from '#lib/insights/flag/server/flag.ts';
import { refuse, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

/** The post that the address names. */
async function postOf(event: { locals: App.Locals; url: URL }): Promise<Quotable> {
	const quotable = await quotableOf(event);
	return quotable?.kind === 'post' ? quotable : error(404);
}

export const load: PageServerLoad = async (event) => {
	requireViewer();
	return { quotable: await postOf(event) };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const evidence = evidenceIn(form, await postOf(event));
		if (evidence.kind !== 'post' && evidence.kind !== 'passage') error(404);
		const body = { requestKey: formText(form, 'requestKey'), evidence, note: formText(form, 'note') };
		const result = await event.locals.api(nominate, { body });
		if (!result.ok) return refuse(byFields(result, form), form);
		redirect(303, '/nominations?sent');
	},
};
