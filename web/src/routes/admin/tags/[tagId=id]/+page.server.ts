import {
	addSynonym,
	deleteTag,
	editTag,
	mergeTag,
	readAdminTag,
	removeSynonym,
	undoTagMerge,
} from '@ikatan/contracts/admin-tags';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const placeOf = ({ params }: Pick<RequestEvent, 'params'>) => ({ tagId: Number(params.tagId) });

export const load: PageServerLoad = async (event) => ({
	tag: answer(await event.locals.api(readAdminTag, { params: placeOf(event) })),
});

export const actions: Actions = {
	edit: act('edit', (event: RequestEvent, form) =>
		event.locals.api(editTag, {
			params: placeOf(event),
			body: { name: formText(form, 'name'), description: formText(form, 'description') },
		}),
	),
	addSynonym: act('addSynonym', (event: RequestEvent, form) =>
		event.locals.api(addSynonym, { params: placeOf(event), body: { name: formText(form, 'name') } }),
	),
	removeSynonym: act('removeSynonym', (event: RequestEvent, form) =>
		event.locals.api(removeSynonym, {
			params: { ...placeOf(event), synonymId: formNumber(form, 'synonymId') ?? 0 },
		}),
	),
	merge: act(
		'merge',
		(event: RequestEvent, form) =>
			event.locals.api(mergeTag, { params: placeOf(event), body: { into: formText(form, 'into') } }),
		({ id }) => `/admin/tags/${id}`,
	),
	undo: act(
		'undo',
		({ locals }: RequestEvent, form) =>
			locals.api(undoTagMerge, { params: { mergeId: formNumber(form, 'mergeId') ?? 0 } }),
		({ id }) => `/admin/tags/${id}`,
	),
	delete: act(
		'delete',
		(event: RequestEvent) => event.locals.api(deleteTag, { params: placeOf(event) }),
		() => '/admin/tags',
	),
};
