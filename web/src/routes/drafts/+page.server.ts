import { dropDraft, listDrafts } from '@ikatan/contracts/drafts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	requireViewer();
	return { drafts: answer(await locals.api(listDrafts)).items };
};

const kinds = ['thread', 'answer', 'comment', 'edit'] as const;

export const actions: Actions = {
	drop: async ({ request, locals }) => {
		const form = await request.formData();
		const kind = kinds.find((known) => known === formText(form, 'kind')) ?? 'thread';
		const targetId = formNumber(form, 'targetId') ?? 0;
		const result = await locals.api(dropDraft, { params: { kind, targetId } });
		return result.ok ? { done: true } : refuse(result, form, `drop-${kind}-${targetId}`);
	},
};
