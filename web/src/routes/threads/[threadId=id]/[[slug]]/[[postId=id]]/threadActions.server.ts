import type { Refused } from '@ikatan/client';
import { sayNoneRight } from '@ikatan/contracts/notices';
import { linkDuplicate, solveOtherwise, unlinkDuplicate } from '@ikatan/contracts/solving';
import { sayMeToo } from '@ikatan/contracts/votes';
import { setWatch, WatchLevel } from '@ikatan/contracts/watching';
import { formFlag, formText } from '#lib/server/form.ts';
import { threadIdIn } from '#lib/thread/address.ts';
import { deed } from '#lib/thread/server/deed.ts';

const noThread: Refused = {
	ok: false,
	status: 422,
	error: { code: 'invalid', params: {}, fields: { of: 'not-found' } },
};

/** What can be done with a whole thread without leaving it. */
export const threadActions = {
	meToo: deed('meToo', ({ api, form, threadId, headers }) =>
		api(sayMeToo, { params: { threadId }, body: { on: formFlag(form, 'on') }, headers }),
	),
	watch: deed('watch', ({ api, form, threadId }) => {
		const level = WatchLevel.options.find((one) => one === formText(form, 'level')) ?? null;
		return api(setWatch, { params: { targetKind: 'thread', targetId: threadId }, body: { level } });
	}),
	solve: deed('solve', ({ api, form, threadId, headers }) =>
		api(solveOtherwise, { params: { threadId }, body: { text: formText(form, 'text') }, headers }),
	),
	duplicate: deed('duplicate', async ({ api, form, threadId, headers }) => {
		const ofThreadId = threadIdIn(formText(form, 'of'));
		if (ofThreadId === undefined) return noThread;
		const result = await api(linkDuplicate, { params: { threadId }, body: { ofThreadId }, headers });
		const wrong = result.ok ? undefined : result.error.fields?.ofThreadId;
		return wrong && !result.ok ? { ...result, error: { ...result.error, fields: { of: wrong } } } : result;
	}),
	noneRight: deed('noneRight', ({ api, threadId }) => api(sayNoneRight, { params: { threadId } })),
	unlinkDuplicate: deed('unlinkDuplicate', ({ api, threadId, headers }) =>
		api(unlinkDuplicate, { params: { threadId }, headers }),
	),
};
