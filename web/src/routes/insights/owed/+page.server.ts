import { listOwed } from '@ikatan/contracts/telling';
import { answer, requireViewer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	return answer(await locals.api(listOwed, { query: { after: url.searchParams.get('after') ?? undefined } }));
};
