import { listAdminSpaces, makeSpace, moveSpace } from '@ikatan/contracts/admin-spaces';
import { SpaceKind } from '@ikatan/contracts/spaces';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ spaces: answer(await locals.api(listAdminSpaces)).items });

export const actions: Actions = {
	make: act(
		'make',
		({ locals }: RequestEvent, form) => {
			const slug = formText(form, 'slug');
			const kind = SpaceKind.options.find((option) => option === formText(form, 'kind'));
			const description = formText(form, 'description');
			return locals.api(makeSpace, {
				body: { name: formText(form, 'name'), description, slug: slug || undefined, kind },
			});
		},
		({ id }) => `/admin/spaces/${id}`,
	),
	move: act('move', ({ locals }: RequestEvent, form) =>
		locals.api(moveSpace, {
			params: { spaceId: formNumber(form, 'spaceId') ?? 0 },
			body: { direction: formText(form, 'direction') === 'up' ? 'up' : 'down' },
		}),
	),
};
