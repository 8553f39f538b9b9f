import { listTags } from '@ikatan/contracts/tags';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const q = url.searchParams.get('q')?.trim() ?? '';
	const after = url.searchParams.get('after') ?? undefined;
	return {
		q,
		paged: after !== undefined,
		...answer(await locals.api(listTags, { query: { ...(q && { q }), after } })),
	};
};
