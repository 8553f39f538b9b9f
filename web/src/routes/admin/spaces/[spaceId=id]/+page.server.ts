import {
	addSpaceModerator,
	editSpace,
	readAdminSpace,
	removeSpaceModerator,
	setSpaceArchived,
	setSpaceForm,
	setSpaceReaders,
} from '@ikatan/contracts/admin-spaces';
import { SpaceKind } from '@ikatan/contracts/spaces';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formFlag, formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { fieldsIn } from './formFields.ts';

const placeOf = ({ params }: Pick<RequestEvent, 'params'>) => ({ spaceId: Number(params.spaceId) });
const lines = (text: string) =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);

export const load: PageServerLoad = async (event) => ({
	space: answer(await event.locals.api(readAdminSpace, { params: placeOf(event) })),
});

export const actions: Actions = {
	edit: act('edit', (event: RequestEvent, form) =>
		event.locals.api(editSpace, {
			params: placeOf(event),
			body: {
				name: formText(form, 'name'),
				slug: formText(form, 'slug'),
				description: formText(form, 'description'),
				colour: formNumber(form, 'colour'),
				posting: formText(form, 'posting') === 'staff' ? 'staff' : 'readers',
			},
		}),
	),
	readers: act('readers', (event: RequestEvent, form) =>
		event.locals.api(setSpaceReaders, {
			params: placeOf(event),
			body: {
				kind: SpaceKind.options.find((option) => option === formText(form, 'kind')) ?? 'members',
				groupIds: form.getAll('groupIds').map(Number),
				companies: lines(formText(form, 'companies')),
				confirmed: formFlag(form, 'confirmed'),
			},
		}),
	),
	form: act('form', (event: RequestEvent, form) =>
		event.locals.api(setSpaceForm, { params: placeOf(event), body: { fields: fieldsIn(form) } }),
	),
	addModerator: act('addModerator', (event: RequestEvent, form) =>
		event.locals.api(addSpaceModerator, {
			params: placeOf(event),
			body: { handle: formText(form, 'handle').replace(/^\s*@/, '') },
		}),
	),
	removeModerator: act('removeModerator', (event: RequestEvent, form) =>
		event.locals.api(removeSpaceModerator, {
			params: { ...placeOf(event), memberId: formNumber(form, 'memberId') ?? 0 },
		}),
	),
	archive: act('archive', (event: RequestEvent, form) =>
		event.locals.api(setSpaceArchived, { params: placeOf(event), body: { archived: formFlag(form, 'archived') } }),
	),
};
