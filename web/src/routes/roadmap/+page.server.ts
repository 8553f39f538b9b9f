import { readRoadmap } from '@ikatan/contracts/telling';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const area = url.searchParams.get('area') || undefined;
	const roadmap = answer(await locals.api(readRoadmap, { query: { area: area?.slice(0, 60) } }));
	return { ...roadmap, area };
};
