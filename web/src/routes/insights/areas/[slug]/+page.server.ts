import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { readProductArea } from '@ikatan/contracts/insights';
import { answer, requireViewer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	const [area, choices] = await Promise.all([
		locals.api(readProductArea, { params: { slug: params.slug } }),
		locals.api(readInsightChoices),
	]);
	return { ...answer(area), choices: answer(choices) };
};
