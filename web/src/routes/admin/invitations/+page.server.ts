import { listInvitations, makeInvitation, revokeInvitation } from '@ikatan/contracts/admin-invitations';
import { act } from '#lib/admin/server/act.ts';
import { answer, refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const after = url.searchParams.get('after') ?? undefined;
	return answer(await locals.api(listInvitations, { query: { after } }));
};

export const actions: Actions = {
	make: async ({ request, locals }) => {
		const form = await request.formData();
		const mail = formText(form, 'mail').trim();
		const result = await locals.api(makeInvitation, {
			body: {
				mail: mail || undefined,
				role: formText(form, 'role') === 'champion' ? 'champion' : 'member',
				company: formText(form, 'company'),
				maxUses: formNumber(form, 'maxUses'),
				days: formNumber(form, 'days'),
			},
		});
		if (!result.ok) return refuse(result, form, 'make');
		return { link: locals.origin + result.value.path, sentTo: mail };
	},
	revoke: act('revoke', ({ locals }: RequestEvent, form) =>
		locals.api(revokeInvitation, { params: { invitationId: formNumber(form, 'invitationId') ?? 0 } }),
	),
};
