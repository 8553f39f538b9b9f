import { redirect } from '@sveltejs/kit';
import {
	claimQueueItem,
	decideQueueItem,
	decideQueueItems,
	readQueueItem,
	undoDecision,
} from '@ikatan/contracts/moderation';
import { queueAddress } from '#lib/moderation/address.ts';
import { queryIn, verdictIn } from '#lib/moderation/server/queue.ts';
import { answer, refuse, refuseFields } from '#lib/server/answer.ts';
import { formFlag, formNumber, formText } from '#lib/server/form.ts';
import { fromPage } from '#lib/thread/server/deed.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent, depends }) => {
	depends('ikatan:queue-item');
	const itemId = params.itemId ?? (await firstFree(parent));
	return { opened: itemId ? answer(await locals.api(readQueueItem, { params: { itemId } })) : null };
};

/** The first item that nobody else has open. */
async function firstFree(parent: Parameters<PageServerLoad>[0]['parent']): Promise<number | undefined> {
	const { items } = (await parent()).queue;
	return (items.find(({ claimedBy }) => !claimedBy || claimedBy.mine) ?? items[0])?.id;
}

/** The queue as it was asked for, at an item, with what was done. */
function backTo({ url }: RequestEvent, itemId: number | undefined, said: Record<string, string>): never {
	const [path, query] = queueAddress(queryIn(url), itemId).split('?');
	const shown = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(query)), ...said });
	redirect(303, `${path}${shown.size > 0 ? `?${shown}` : ''}`);
}

export const actions: Actions = {
	decide: async (event) => {
		const form = await event.request.formData();
		const itemId = event.params.itemId ?? 0;
		const verdict = verdictIn(form, event.locals);
		if (!verdict) return refuseFields({ action: 'required' }, form, 'decide');
		const body = { ...verdict, requestKey: formText(form, 'requestKey'), version: formNumber(form, 'version') ?? 1 };
		const result = await event.locals.api(decideQueueItem, { params: { itemId }, body, headers: fromPage(form) });
		if (!result.ok) return refuse(result, form, 'decide');
		// What comes next in the list as it was narrowed, else wherever the API goes on.
		const next = formNumber(form, 'next') ?? result.value.nextId ?? undefined;
		backTo(event, next, { did: verdict.action, decision: String(result.value.decisionId) });
	},
	undo: async (event) => {
		const form = await event.request.formData();
		const params = { decisionId: formNumber(form, 'decisionId') ?? 0 };
		const result = await event.locals.api(undoDecision, { params, headers: fromPage(form) });
		if (!result.ok) return refuse(result, form, 'undo');
		backTo(event, result.value.id, { did: 'undo' });
	},
	claim: async (event) => {
		const form = await event.request.formData();
		const itemId = event.params.itemId ?? 0;
		const body = { claimed: formFlag(form, 'claimed') };
		const result = await event.locals.api(claimQueueItem, { params: { itemId }, body, headers: fromPage(form) });
		if (!result.ok) return refuse(result, form, 'claim');
		backTo(event, itemId, {});
	},
	bulk: async (event) => {
		const form = await event.request.formData();
		const verdict = verdictIn(form, event.locals);
		const ids = form.getAll('ids').map(Number);
		if (ids.length === 0) return refuseFields({ ids: 'required' }, form, 'bulk');
		if (!verdict) return refuseFields({ action: 'required' }, form, 'bulk');
		const body = { ids, verdict, requestKey: formText(form, 'requestKey') };
		const result = await event.locals.api(decideQueueItems, { body, headers: fromPage(form) });
		if (!result.ok) return refuse(result, form, 'bulk');
		const { decided, left } = result.value;
		backTo(event, undefined, { decided: String(decided.length), left: String(left.length) });
	},
};
