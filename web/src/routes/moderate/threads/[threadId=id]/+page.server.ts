import { actOnThread, readThreadActs, ThreadSwitch } from '@ikatan/contracts/acting';
import { ThreadKind } from '@ikatan/contracts/threads';
import { afterDeed, undo } from '#lib/moderate/server/acted.ts';
import { answer, refuseFields, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText, formTexts } from '#lib/server/form.ts';
import { threadIdIn } from '#lib/thread/address.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	return { acts: answer(await locals.api(readThreadActs, { params })) };
};

const because = (form: FormData) => ({ requestKey: formText(form, 'requestKey'), reason: formText(form, 'reason') });
const kindOf = (form: FormData) => ThreadKind.options.find((one) => one === formText(form, 'kind')) ?? 'question';

export const actions: Actions = {
	act: async (event) => {
		const form = await event.request.formData();
		const act = ThreadSwitch.options.find((one) => one === formText(form, 'act')) ?? 'lock';
		const body = { act, ...because(form) };
		return afterDeed(event, await event.locals.api(actOnThread, { params: event.params, body }), form, 'act');
	},
	move: async (event) => {
		const form = await event.request.formData();
		const body = { act: 'move', spaceId: formNumber(form, 'spaceId') ?? 0, ...because(form) } as const;
		return afterDeed(event, await event.locals.api(actOnThread, { params: event.params, body }), form, 'move');
	},
	kind: async (event) => {
		const form = await event.request.formData();
		const body = { act: 'change-kind', kind: kindOf(form), ...because(form) } as const;
		return afterDeed(event, await event.locals.api(actOnThread, { params: event.params, body }), form, 'kind');
	},
	merge: async (event) => {
		const form = await event.request.formData();
		const intoThreadId = threadIdIn(formText(form, 'intoThreadId'));
		if (intoThreadId === undefined) return refuseFields({ intoThreadId: 'not-found' }, form, 'merge');
		const body = { act: 'merge', intoThreadId, ...because(form) } as const;
		return afterDeed(event, await event.locals.api(actOnThread, { params: event.params, body }), form, 'merge');
	},
	split: async (event) => {
		const form = await event.request.formData();
		const postIds = formTexts(form, 'postIds').map(Number);
		if (postIds.length === 0) return refuseFields({ postIds: 'required' }, form, 'split');
		const place = { spaceId: formNumber(form, 'spaceId') ?? 0, kind: kindOf(form) };
		const made = { postIds, title: formText(form, 'title'), tags: formTexts(form, 'tags'), ...place };
		const body = { act: 'split', ...made, ...because(form) } as const;
		return afterDeed(event, await event.locals.api(actOnThread, { params: event.params, body }), form, 'split');
	},
	undo,
};
