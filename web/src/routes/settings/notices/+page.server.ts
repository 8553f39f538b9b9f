import { chooseNotices, listNoticeChoices, NoticeKind } from '@ikatan/contracts/notices';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formFlag } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	requireViewer();
	const { items: choices, mailWaitSeconds } = answer(await locals.api(listNoticeChoices));
	return { choices, mailWaitSeconds };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const items = NoticeKind.options.map((kind) => ({
			kind,
			app: formFlag(form, `app-${kind}`),
			mail: formFlag(form, `mail-${kind}`),
		}));
		const result = await locals.api(chooseNotices, { body: { items } });
		return result.ok ? { saved: true } : refuse(result, form, 'notices');
	},
};
