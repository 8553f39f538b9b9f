import { readReputation } from '@ikatan/contracts/votes';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const after = url.searchParams.get('after') ?? undefined;
	const reputation = answer(await locals.api(readReputation, { params: { handle: params.handle }, query: { after } }));
	return { reputation, handle: params.handle };
};
