import { listDocsToWrite, markWritten, unmarkWritten } from '@ikatan/contracts/documents';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	const show = url.searchParams.get('show') === 'written' ? ('written' as const) : ('open' as const);
	return { show, list: answer(await locals.api(listDocsToWrite, { query: { show } })) };
};

export const actions: Actions = {
	mark: async ({ request, locals }) => {
		const form = await request.formData();
		const body = {
			query: formText(form, 'query') || undefined,
			threadId: formNumber(form, 'threadId'),
			url: formText(form, 'url') || undefined,
		};
		const result = await locals.api(markWritten, { body });
		return result.ok ? { done: 'marked' as const } : refuse(result, form, `mark-${body.threadId ?? body.query ?? ''}`);
	},
	unmark: async ({ request, locals }) => {
		const form = await request.formData();
		const writtenId = formNumber(form, 'writtenId') ?? 0;
		const result = await locals.api(unmarkWritten, { params: { writtenId } });
		return result.ok ? { done: 'unmarked' as const } : refuse(result, form, `unmark-${writtenId}`);
	},
};
