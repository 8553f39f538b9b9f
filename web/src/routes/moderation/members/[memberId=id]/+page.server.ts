import { redirect } from '@sveltejs/kit';
import { liftSanction, readMemberRecord, sanctionMember } from '@ikatan/contracts/moderation';
import { noteActions } from '#lib/moderation/server/notes.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	return { found: answer(await locals.api(readMemberRecord, { params })) };
};

export const actions: Actions = {
	sanction: async ({ request, locals, params, url }) => {
		const form = await request.formData();
		const body = {
			requestKey: formText(form, 'requestKey'),
			kind: formText(form, 'kind') === 'suspend' ? ('suspend' as const) : ('silence' as const),
			hours: formNumber(form, 'hours') ?? null,
			reason: formText(form, 'reason'),
		};
		const result = await locals.api(sanctionMember, { params, body });
		if (!result.ok) return refuse(result, form, 'sanction');
		redirect(303, `${url.pathname}?done=sanction`);
	},
	lift: async ({ request, locals, url }) => {
		const form = await request.formData();
		const result = await locals.api(liftSanction, { params: { sanctionId: formNumber(form, 'sanctionId') ?? 0 } });
		if (!result.ok) return refuse(result, form, 'lift');
		redirect(303, `${url.pathname}?done=lift`);
	},
	...noteActions<RequestEvent>('member', ({ params }) => params.memberId),
};
