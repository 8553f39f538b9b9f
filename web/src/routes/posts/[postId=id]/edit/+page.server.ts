import { redirect } from '@sveltejs/kit';
import { keepDraft, readDraft } from '@ikatan/contracts/drafts';
import type { Draft } from '@ikatan/contracts/drafts';
import { editPost, readPostSource } from '@ikatan/contracts/editing';
import { attach, preview } from '#lib/editor/server/prepare.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText, formTexts } from '#lib/server/form.ts';
import { fromPage, hasScript } from '#lib/thread/server/deed.ts';
import type { Actions, PageServerLoad } from './$types';

const placeOf = (postId: number) => ({ kind: 'edit' as const, targetId: postId });

/** The text as the page's own draft would hold it. */
function draftIn(form: FormData): Draft['content'] {
	const opening = form.has('title') && { title: formText(form, 'title'), tags: formText(form, 'tags') };
	return {
		...opening,
		sourceText: formText(form, 'sourceText'),
		version: formNumber(form, 'version'),
	};
}

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	const [source, kept] = await Promise.all([
		locals.api(readPostSource, { params }),
		locals.api(readDraft, { params: placeOf(params.postId) }),
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
		if (!result.ok) {
			// The page is not there without a session: what was written waits in the draft until they have signed in.
			if (result.status === 401) await locals.api(keepDraft, { params: placeOf(params.postId), body: draftIn(form) });
			return refuse(result, form, 'edit');
		}
		if (hasScript(event)) return { saved: result.value };
		redirect(303, result.value.path);
	},
	preview,
	attach,
};
