import { redirect } from '@sveltejs/kit';
import { listNominations } from '@ikatan/contracts/quotes';
import { captureKindOf } from '#lib/insights/flag/capturing.ts';
import { answer, requireViewer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (captureKindOf(requireViewer()) === 'flag') redirect(303, '/insights/nominations');
	const after = url.searchParams.get('after') ?? undefined;
	return {
		list: answer(await locals.api(listNominations, { query: { after } })),
		after,
		sent: url.searchParams.has('sent'),
	};
};
