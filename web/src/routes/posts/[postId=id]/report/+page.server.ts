import { error, redirect } from '@sveltejs/kit';
import { listRevisions } from '@ikatan/contracts/editing';
import { listMyReports, reportPost, withdrawReport } from '@ikatan/contracts/reports';
import { readThread } from '@ikatan/contracts/threads';
import { translate } from '@ikatan/messages';
import { noReason, reportIn } from '#lib/moderation/server/report.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { threadIdIn } from '#lib/thread/address.ts';
import { allPostsOf } from '#lib/thread/view.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const viewer = requireViewer();
	const [history, mine] = await Promise.all([
		locals.api(listRevisions, { params }),
		locals.api(listMyReports, { query: {} }),
	]);
	const { threadPath, kind } = answer(history).post;
	const view = answer(
		await locals.api(readThread, {
			params: { threadId: threadIdIn(threadPath) ?? 0 },
			query: { postId: params.postId },
		}),
	);
	const post = allPostsOf(view).find(({ id }) => id === params.postId);
	// One's own words are edited or deleted, not reported.
	if (!post || post.html === null || post.author.id === viewer.id)
		error(404, translate(locals.language, 'errors.not-found'), { code: 'not-found' });
	const standing = mine.ok
		? mine.value.items.find((report) => report.postId === params.postId && report.outcome === 'waiting')
		: undefined;
	return {
		kind,
		post: { id: post.id, author: post.author, html: post.html, createdAt: post.createdAt },
		thread: { title: view.thread.title, path: view.thread.path },
		standing: standing ? { reason: standing.reason, words: standing.words } : null,
	};
};

export const actions: Actions = {
	report: async ({ request, locals, params, url }) => {
		const form = await request.formData();
		const body = reportIn(form);
		const result = body ? await locals.api(reportPost, { params, body }) : noReason;
		if (!result.ok) return refuse(result, form, 'report');
		redirect(303, `${url.pathname}?done=sent`);
	},
	withdraw: async ({ request, locals, params, url }) => {
		const form = await request.formData();
		const result = await locals.api(withdrawReport, { params });
		if (!result.ok) return refuse(result, form, 'withdraw');
		redirect(303, `${url.pathname}?done=withdrawn`);
	},
};
