import { AdminMembersQuery, listAdminMembers } from '@ikatan/contracts/admin-members';
import { answer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
	const query = AdminMembersQuery.catch({}).parse(given);
	const { after: _place, ...wanted } = query;
	return { wanted, paged: query.after !== undefined, ...answer(await locals.api(listAdminMembers, { query })) };
};
