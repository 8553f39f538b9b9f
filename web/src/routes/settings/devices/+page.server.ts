import { listDevices, revokeDevice } from '@ikatan/contracts/accounts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	requireViewer();
	return { devices: answer(await locals.api(listDevices)).items };
};

export const actions: Actions = {
	revoke: async ({ request, locals }) => {
		const form = await request.formData();
		const deviceId = formText(form, 'deviceId') || '-';
		const result = await locals.api(revokeDevice, { params: { deviceId } });
		return result.ok ? { done: true } : refuse(result, form, `revoke-${deviceId}`);
	},
};
