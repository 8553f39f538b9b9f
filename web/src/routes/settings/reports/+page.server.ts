import { listMyReports, withdrawReport } from '@ikatan/contracts/reports';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	const after = url.searchParams.get('after') ?? undefined;
	return { reports: answer(await locals.api(listMyReports, { query: { after } })) };
};

export const actions: Actions = {
	withdraw: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(withdrawReport, { params: { postId: formNumber(form, 'postId') ?? 0 } });
		return result.ok ? { withdrawn: true } : refuse(result, form, 'withdraw');
	},
};
