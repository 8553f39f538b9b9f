import { listAdminCompanies, makeCompany } from '@ikatan/contracts/admin-companies';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import { domainsIn } from './domains.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const q = url.searchParams.get('q')?.trim() ?? '';
	const after = url.searchParams.get('after') ?? undefined;
	return { q, ...answer(await locals.api(listAdminCompanies, { query: { q: q || undefined, after } })) };
};

export const actions: Actions = {
	make: act(
		'make',
		({ locals }: RequestEvent, form) =>
			locals.api(makeCompany, {
				body: { name: formText(form, 'name'), mailDomains: domainsIn(formText(form, 'mailDomains')) },
			}),
		({ id }) => `/admin/companies/${id}`,
	),
};
