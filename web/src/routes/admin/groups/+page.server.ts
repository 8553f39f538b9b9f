import { listAdminGroups, makeGroup } from '@ikatan/contracts/admin-groups';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ groups: answer(await locals.api(listAdminGroups)).items });

export const actions: Actions = {
	make: act(
		'make',
		({ locals }: RequestEvent, form) => locals.api(makeGroup, { body: { name: formText(form, 'name') } }),
		({ id }) => `/admin/groups/${id}`,
	),
};
