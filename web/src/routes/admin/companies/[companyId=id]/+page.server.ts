import {
	addCompanyMember,
	editCompany,
	mergeCompany,
	readAdminCompany,
	takeInMembers,
} from '@ikatan/contracts/admin-companies';
import { editAdminMember } from '@ikatan/contracts/admin-members';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import { domainsIn } from '../domains.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const placeOf = ({ params }: Pick<RequestEvent, 'params'>) => ({ companyId: Number(params.companyId) });

export const load: PageServerLoad = async (event) => {
	const after = event.url.searchParams.get('after') ?? undefined;
	return { company: answer(await event.locals.api(readAdminCompany, { params: placeOf(event), query: { after } })) };
};

export const actions: Actions = {
	edit: act('edit', (event: RequestEvent, form) =>
		event.locals.api(editCompany, {
			params: placeOf(event),
			body: {
				name: formText(form, 'name'),
				mailDomains: domainsIn(formText(form, 'mailDomains')),
				notes: formText(form, 'notes'),
			},
		}),
	),
	takeIn: act('takeIn', (event: RequestEvent) => event.locals.api(takeInMembers, { params: placeOf(event) })),
	add: act('add', (event: RequestEvent, form) =>
		event.locals.api(addCompanyMember, {
			params: placeOf(event),
			body: { handle: formText(form, 'handle').replace(/^\s*@/, '') },
		}),
	),
	remove: act('remove', (event: RequestEvent, form) =>
		event.locals.api(editAdminMember, {
			params: { memberId: formNumber(form, 'memberId') ?? 0 },
			body: { company: '' },
		}),
	),
	merge: act(
		'merge',
		(event: RequestEvent, form) =>
			event.locals.api(mergeCompany, { params: placeOf(event), body: { into: formText(form, 'into') } }),
		({ id }) => `/admin/companies/${id}`,
	),
};
