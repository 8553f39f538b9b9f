import { redirect } from '@sveltejs/kit';
import { listNotices, markSeen } from '@ikatan/contracts/notices';
import { ownPath } from '@ikatan/contracts/addresses';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	const only = url.searchParams.get('only') === 'unseen' ? 'unseen' : 'all';
	const after = url.searchParams.get('after') ?? undefined;
	return { only, ...answer(await locals.api(listNotices, { query: { only, after } })) };
};

export const actions: Actions = {
	/** Opens a notice: it counts as seen, then its place is shown; a plain form, so that it needs no script. */
	open: async ({ request, locals }) => {
		const form = await request.formData();
		const id = formNumber(form, 'id');
		if (id !== undefined) await locals.api(markSeen, { body: { ids: [id] } });
		redirect(303, ownPath(formText(form, 'path')));
	},
	seen: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(markSeen, { body: { all: true } });
		return result.ok ? { done: true } : refuse(result, form, 'seen');
	},
};
