import { confirmMemberMail, editAdminMember, readAdminMember, signOutMember } from '@ikatan/contracts/admin-members';
import { Role } from '@ikatan/contracts/common';
import { liftSanction, readMemberRecord, sanctionMember } from '@ikatan/contracts/moderation';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const placeOf = ({ params }: Pick<RequestEvent, 'params'>) => ({ memberId: Number(params.memberId) });

export const load: PageServerLoad = async (event) => {
	const [member, record] = await Promise.all([
		event.locals.api(readAdminMember, { params: placeOf(event) }),
		event.locals.api(readMemberRecord, { params: placeOf(event) }),
	]);
	return {
		member: answer(member),
		sanctions: record.ok ? record.value.sanctions : [],
		maySanction: record.ok && record.value.maySanction,
	};
};

export const actions: Actions = {
	rights: act('rights', (event: RequestEvent, form) =>
		event.locals.api(editAdminMember, {
			params: placeOf(event),
			body: {
				role: Role.options.find((role) => role === formText(form, 'role')),
				company: formText(form, 'company'),
				groupIds: form.getAll('groupIds').map(Number),
				trustLevel: formNumber(form, 'trustLevel'),
				title: formText(form, 'title'),
			},
		}),
	),
	sanction: act('sanction', (event: RequestEvent, form) =>
		event.locals.api(sanctionMember, {
			params: placeOf(event),
			body: {
				requestKey: formText(form, 'requestKey'),
				kind: formText(form, 'kind') === 'suspend' ? 'suspend' : 'silence',
				hours: formNumber(form, 'hours') ?? null,
				reason: formText(form, 'reason'),
			},
		}),
	),
	lift: act('lift', (event: RequestEvent, form) =>
		event.locals.api(liftSanction, { params: { sanctionId: formNumber(form, 'sanctionId') ?? 0 } }),
	),
	confirmMail: act('confirmMail', (event: RequestEvent) =>
		event.locals.api(confirmMemberMail, { params: placeOf(event) }),
	),
	signOut: act('signOut', (event: RequestEvent) => event.locals.api(signOutMember, { params: placeOf(event) })),
};
