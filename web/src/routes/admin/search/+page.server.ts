import { compareSearch, readSearchState, rebuildSearch } from '@ikatan/contracts/running';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ state: answer(await locals.api(readSearchState)) });

export const actions: Actions = {
	rebuild: act('rebuild', ({ locals }: RequestEvent) => locals.api(rebuildSearch)),
	compare: act('compare', ({ locals }: RequestEvent) => locals.api(compareSearch)),
};
