import { verifyMail } from '@ikatan/contracts/accounts';
import { refuse } from '#lib/server/answer.ts';
import type { Actions } from './$types';

// Confirmed by a button: programs that look through mail follow links, and would confirm for people.
export const actions: Actions = {
	default: async ({ request, locals, params }) => {
		const form = await request.formData();
		const result = await locals.api(verifyMail, { params: { token: params.token } });
		if (!result.ok) return refuse(result, form, 'verify');
		return { mail: result.value.mail };
	},
};
