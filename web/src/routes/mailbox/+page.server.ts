import { listLocalMail } from '@ikatan/contracts/notices';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) =>
	answer(await locals.api(listLocalMail, { query: { after: url.searchParams.get('after') ?? undefined } }));
