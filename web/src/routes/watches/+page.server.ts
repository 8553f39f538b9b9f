import { listWatches, setWatch, WatchLevel, WatchTarget } from '@ikatan/contracts/watching';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	const after = url.searchParams.get('after') ?? undefined;
	return answer(await locals.api(listWatches, { query: { after } }));
};

export const actions: Actions = {
	set: async ({ request, locals }) => {
		const form = await request.formData();
		const targetKind = WatchTarget.catch('thread').parse(formText(form, 'targetKind'));
		const level = WatchLevel.nullable()
			.catch(null)
			.parse(formText(form, 'level') || null);
		const targetId = formNumber(form, 'targetId') ?? 0;
		const result = await locals.api(setWatch, { params: { targetKind, targetId }, body: { level } });
		// Each line is a form of its own: only that one says what went wrong.
		return result.ok ? { done: true } : refuse(result, form, `watch-${targetKind}-${targetId}`);
	},
};
