import { readAbout } from '@ikatan/contracts/running';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ about: answer(await locals.api(readAbout)) });
