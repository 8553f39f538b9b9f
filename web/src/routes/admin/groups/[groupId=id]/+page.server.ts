import {
	addGroupMember,
	deleteGroup,
	readAdminGroup,
	removeGroupMember,
	renameGroup,
} from '@ikatan/contracts/admin-groups';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const placeOf = ({ params }: Pick<RequestEvent, 'params'>) => ({ groupId: Number(params.groupId) });

export const load: PageServerLoad = async (event) => {
	const after = event.url.searchParams.get('after') ?? undefined;
	return { group: answer(await event.locals.api(readAdminGroup, { params: placeOf(event), query: { after } })) };
};

export const actions: Actions = {
	rename: act('rename', (event: RequestEvent, form) =>
		event.locals.api(renameGroup, { params: placeOf(event), body: { name: formText(form, 'name') } }),
	),
	add: act('add', (event: RequestEvent, form) =>
		event.locals.api(addGroupMember, {
			params: placeOf(event),
			body: { handle: formText(form, 'handle').replace(/^\s*@/, '') },
		}),
	),
	remove: act('remove', (event: RequestEvent, form) =>
		event.locals.api(removeGroupMember, {
			params: { ...placeOf(event), memberId: formNumber(form, 'memberId') ?? 0 },
		}),
	),
	delete: act(
		'delete',
		(event: RequestEvent) => event.locals.api(deleteGroup, { params: placeOf(event) }),
		() => '/admin/groups',
	),
};
