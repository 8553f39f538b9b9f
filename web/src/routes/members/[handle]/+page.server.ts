import { redirect } from '@sveltejs/kit';
import { memberAddress } from '@ikatan/contracts/addresses';
import { readMemberPage } from '@ikatan/contracts/pages';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const threadsAfter = url.searchParams.get('threads') ?? undefined;
	const answersAfter = url.searchParams.get('answers') ?? undefined;
	const found = answer(
		await locals.api(readMemberPage, { params: { handle: params.handle }, query: { threadsAfter, answersAfter } }),
	);
	// An old handle, or one in capitals, leads to the page's one address.
	const { handle } = found.member;
	if (handle && handle !== params.handle) redirect(301, memberAddress(handle));
	return { found, paged: threadsAfter !== undefined || answersAfter !== undefined };
};
