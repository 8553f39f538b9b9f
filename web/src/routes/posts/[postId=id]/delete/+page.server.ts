import { redirect } from '@sveltejs/kit';
import { deletePost, readPostSource } from '@ikatan/contracts/editing';
import { readThread } from '@ikatan/contracts/threads';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formFlag, formText } from '#lib/server/form.ts';
import { allPostsOf } from '#lib/thread/view.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	const source = answer(await locals.api(readPostSource, { params, query: { to: 'delete' } }));
	// What a deletion would do depends on who relies on the post: the thread's page knows.
	const view = answer(
		await locals.api(readThread, { params: { threadId: source.threadId }, query: { postId: params.postId } }),
	);
	const post = allPostsOf(view).find(({ id }) => id === params.postId);
	return {
		source,
		html: post?.html ?? null,
		may: { delete: post?.may.delete ?? false, nameOnly: post?.may.deleteTakesNameOnly ?? false },
	};
};

export const actions: Actions = {
	default: async ({ request, locals, params }) => {
		const form = await request.formData();
		const result = await locals.api(deletePost, {
			params,
			body: { hideName: formFlag(form, 'hideName'), reason: formText(form, 'reason') },
		});
		if (!result.ok) return refuse(result, form);
		// Its author sees a deleted thread, too, and can bring it back from there.
		redirect(303, `${result.value.threadPath}#${params.postId}`);
	},
};
