import { redirect } from '@sveltejs/kit';
import { readDraft } from '@ikatan/contracts/drafts';
import { editPost, readPostSource } from '@ikatan/contracts/editing';
import { attach, preview } from '#lib/editor/server/prepare.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText, formTexts } from '#lib/server/form.ts';
import { fromPage, hasScript } from '#lib/thread/server/deed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	const [source, kept] = await Promise.all([
		locals.api(readPostSource, { params }),
		locals.api(readDraft, { params: { kind: 'edit', targetId: params.postId } }),
	]);
	return { source: answer(source), draft: kept.ok ? kept.value.draft : null };
};

export const actions: Actions = {
	save: async (event) => {
		const { request, locals, params } = event;
		const form = await request.formData();
		const opening = form.has('title');
		const result = await locals.api(editPost, {
			params,
			body: {
				requestKey: formText(form, 'requestKey'),
				// `over` is the version that somebody else saved, and that the writer has seen and wants to replace.
				version: formNumber(form, 'over') ?? formNumber(form, 'version') ?? 0,
				sourceText: formText(form, 'sourceText'),
				title: opening ? formText(form, 'title') : undefined,
				tags: opening ? formTexts(form, 'tags') : undefined,
				reason: formText(form, 'reason'),
			},
			headers: fromPage(form),
		});
		if (!result.ok) return refuse(result, form, 'edit');
		if (hasScript(event)) return { saved: result.value };
		redirect(303, result.value.path);
	},
	preview,
	attach,
};
