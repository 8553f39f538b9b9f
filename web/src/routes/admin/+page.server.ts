import { readAdminOverview } from '@ikatan/contracts/admin-overview';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	overview: answer(await locals.api(readAdminOverview)),
});
