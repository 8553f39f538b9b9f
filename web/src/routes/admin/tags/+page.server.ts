import { listAdminTags } from '@ikatan/contracts/admin-tags';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const q = url.searchParams.get('q')?.trim() ?? '';
	const only = (['unused', 'undescribed'] as const).find((option) => option === url.searchParams.get('only'));
	const after = url.searchParams.get('after') ?? undefined;
	return { q, only, ...answer(await locals.api(listAdminTags, { query: { q: q || undefined, only, after } })) };
};
