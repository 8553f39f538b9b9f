import { discardMail, readMailState, retryFailedMail, retryMail, testMail } from '@ikatan/contracts/running';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ mail: answer(await locals.api(readMailState)) });

const mailOf = (form: FormData) => ({ mailId: formNumber(form, 'mailId') ?? 0 });

export const actions: Actions = {
	test: act('test', ({ locals }: RequestEvent) => locals.api(testMail)),
	retryAll: act('retryAll', ({ locals }: RequestEvent) => locals.api(retryFailedMail)),
	retry: act('retry', ({ locals }: RequestEvent, form) => locals.api(retryMail, { params: mailOf(form) })),
	discard: act('discard', ({ locals }: RequestEvent, form) => locals.api(discardMail, { params: mailOf(form) })),
};
