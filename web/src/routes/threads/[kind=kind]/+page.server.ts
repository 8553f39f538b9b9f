import { kindPaths } from '@ikatan/contracts/addresses';
import { ThreadKind } from '@ikatan/contracts/threads';
import { loadList } from '#lib/server/lists.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const kind = ThreadKind.options.find((known) => kindPaths[known] === event.params.kind) ?? 'question';
	return { ...(await loadList(event, { kind })), kind };
};
