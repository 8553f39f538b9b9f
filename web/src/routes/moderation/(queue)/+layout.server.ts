import { listQueue } from '@ikatan/contracts/moderation';
import { preparedWords, queryIn } from '#lib/moderation/server/queue.ts';
import { answer, requireViewer } from '#lib/server/answer.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, depends }) => {
	requireViewer();
	depends('ikatan:queue');
	const asked = queryIn(url);
	return { asked, queue: answer(await locals.api(listQueue, { query: asked })), prepared: preparedWords(locals) };
};
