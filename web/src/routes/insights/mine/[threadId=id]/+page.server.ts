import { redirect } from '@sveltejs/kit';
import { claimToMine, letGoOfThread, markMined, takeNextToMine } from '@ikatan/contracts/mining';
import { listQuoteMarks } from '@ikatan/contracts/quotes';
import { readThread } from '@ikatan/contracts/threads';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber } from '#lib/server/form.ts';
import { filterOf, queryOf, skippedIn } from '../filter.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('ikatan:thread', 'ikatan:quotes');
	requireViewer();
	const { threadId } = params;
	const page = Math.min(Math.max(Number(url.searchParams.get('page')) || 1, 1), 10_000);
	const [claim, view, marks] = await Promise.all([
		locals.api(claimToMine, { params: { threadId } }),
		locals.api(readThread, { params: { threadId }, query: { page, order: 'oldest' } }),
		locals.api(listQuoteMarks, { params: { threadId } }),
	]);
	const claimedBy =
		!claim.ok && claim.error.code === 'claimed-already' ? String(claim.error.params['name'] ?? '') : null;
	if (!claim.ok && claimedBy === null) answer(claim);
	const filter = filterOf(url);
	const last = /^(\d{1,15})-(captured|nothing)$/.exec(url.searchParams.get('last') ?? '');
	return {
		view: answer(view),
		marks: marks.ok ? marks.value.items : [],
		reasons: claim.ok ? claim.value.thread.reasons : [],
		telling: claim.ok ? claim.value.telling : [],
		doneToday: claim.ok ? claim.value.doneToday : 0,
		claimedBy,
		filter,
		list: `/insights/mine${queryOf(filter)}`,
		query: queryOf(filter, { skip: url.searchParams.get('skip') ?? undefined }),
		/** What was decided last, while it can be taken back from here. */
		last: last ? { threadId: Number(last[1]), outcome: last[2] as 'captured' | 'nothing' } : null,
	};
};

/** Opens the next thread; what was decided on this one stands in its address, for the undoing. */
async function goOn({ locals, url }: RequestEvent, form: FormData, more: { skip: number[]; last?: string }) {
	const filter = filterOf(url);
	const result = await locals.api(takeNextToMine, { body: { ...filter, skip: more.skip } });
	if (!result.ok) return refuse(result, form, 'mine');
	const skip = more.skip.join('.') || undefined;
	const { thread } = result.value;
	if (!thread) redirect(303, `/insights/mine${queryOf(filter, { finished: '1' })}`);
	redirect(303, `/insights/mine/${thread.id}${queryOf(filter, { skip, last: more.last })}`);
}

/** Notes what mining this thread gave, and goes on to the next one. */
function decide(outcome: 'captured' | 'nothing') {
	return async (event: RequestEvent) => {
		const form = await event.request.formData();
		const { threadId } = event.params;
		const result = await event.locals.api(markMined, { params: { threadId }, body: { outcome } });
		if (!result.ok) return refuse(result, form, 'mine');
		return await goOn(event, form, { skip: skippedIn(event.url), last: `${threadId}-${outcome}` });
	};
}

export const actions: Actions = {
	nothing: decide('nothing'),
	captured: decide('captured'),
	skip: async (event) => {
		const form = await event.request.formData();
		return await goOn(event, form, { skip: [...skippedIn(event.url), event.params.threadId] });
	},
	undo: async ({ request, locals, params, url }) => {
		const form = await request.formData();
		const threadId = formNumber(form, 'threadId') ?? 0;
		const result = await locals.api(markMined, { params: { threadId }, body: { outcome: 'open' } });
		if (!result.ok) return refuse(result, form, 'mine');
		// It comes next again.
		if (threadId !== params.threadId) await locals.api(letGoOfThread, { params });
		redirect(
			303,
			`/insights/mine/${threadId}${queryOf(filterOf(url), { skip: url.searchParams.get('skip') ?? undefined })}`,
		);
	},
};
