import { discardEffect, discardJob, readJobs, retryEffect, retryJob } from '@ikatan/contracts/running';
import { act } from '#lib/admin/server/act.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ work: answer(await locals.api(readJobs)) });

const jobOf = (form: FormData) => ({ jobId: formText(form, 'jobId') });
const effectOf = (form: FormData) => ({
	eventId: formNumber(form, 'eventId') ?? 0,
	subscriber: formText(form, 'subscriber'),
});

export const actions: Actions = {
	retryJob: act('retryJob', ({ locals }: RequestEvent, form) => locals.api(retryJob, { params: jobOf(form) })),
	discardJob: act('discardJob', ({ locals }: RequestEvent, form) => locals.api(discardJob, { params: jobOf(form) })),
	retryEffect: act('retryEffect', ({ locals }: RequestEvent, form) =>
		locals.api(retryEffect, { body: effectOf(form) }),
	),
	discardEffect: act('discardEffect', ({ locals }: RequestEvent, form) =>
		locals.api(discardEffect, { body: effectOf(form) }),
	),
};
