import { readLocalMail } from '@ikatan/contracts/notices';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
	mail: answer(await locals.api(readLocalMail, { params: { mailId: params.mailId } })),
});
