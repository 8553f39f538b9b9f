import { kindPaths } from '@ikatan/contracts/addresses';
import { ThreadKind } from '@ikatan/contracts/threads';
import { listBackedIdeas } from '@ikatan/contracts/votes';
import type { RequestEvent } from '@sveltejs/kit';
import { loadList } from '#lib/server/lists.ts';
import type { PageServerLoad } from './$types';

/** What a member backs; a page of ideas does without while it cannot be had. */
async function loadBacked({ locals }: RequestEvent) {
	if (!locals.viewer) return null;
	const result = await locals.api(listBackedIdeas);
	return result.ok ? result.value : null;
}

export const load: PageServerLoad = async (event) => {
	const kind = ThreadKind.options.find((known) => kindPaths[known] === event.params.kind) ?? 'question';
	const [list, backed] = await Promise.all([loadList(event, { kind }), kind === 'idea' ? loadBacked(event) : null]);
	return { ...list, kind, backed };
};
