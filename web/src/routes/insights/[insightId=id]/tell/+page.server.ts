import { redirect } from '@sveltejs/kit';
import type { Stage } from '@ikatan/contracts/insight-choices';
import { readTelling, tell } from '@ikatan/contracts/telling';
import type { Prepared } from '#lib/editor/prepared.ts';
import { keptValues } from '#lib/refusal.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireViewer();
	const after = url.searchParams.get('after') ?? undefined;
	const { insightId } = params;
	const telling = answer(await locals.api(readTelling, { params: { insightId }, query: { after } }));
	return { telling, insightId, paged: after !== undefined, sent: url.searchParams.has('sent') };
};

export const actions: Actions = {
	tell: async ({ request, locals, params }) => {
		const form = await request.formData();
		const replyIn = form.getAll('replyIn').map(Number);
		const result = await locals.api(tell, {
			params: { insightId: params.insightId },
			body: {
				requestKey: formText(form, 'requestKey'),
				stage: formText(form, 'stage') as Stage,
				text: formText(form, 'text'),
				reply: replyIn.length > 0,
				replyIn,
			},
		});
		if (!result.ok) return refuse(result, form, 'tell');
		redirect(303, `/insights/${params.insightId}/tell?sent`);
	},
	/** Without JavaScript: the page again, with the text in the notice. */
	preview: async ({ request }) => {
		const form = await request.formData();
		return { prepared: { form: 'tell', values: keptValues(form) } satisfies Prepared };
	},
};
