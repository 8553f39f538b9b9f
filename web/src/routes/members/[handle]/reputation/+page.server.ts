import { redirect } from '@sveltejs/kit';
import { memberAddress } from '@ikatan/contracts/addresses';
import { readReputation } from '@ikatan/contracts/votes';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const after = url.searchParams.get('after') ?? undefined;
	const reputation = answer(await locals.api(readReputation, { params: { handle: params.handle }, query: { after } }));
	// An old handle, or one in capitals, leads to the page's one address.
	const { handle } = reputation;
	if (handle !== params.handle) redirect(301, `${memberAddress(handle)}/reputation${url.search}`);
	return { reputation, handle };
};
