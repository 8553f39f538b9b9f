import { redirect } from '@sveltejs/kit';
import { decideNomination, listNominations } from '@ikatan/contracts/quotes';
import { byFields, offersFor } from '#lib/insights/flag/server/flag.ts';
import { targetIn } from '#lib/insights/flag/target.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	const after = url.searchParams.get('after') ?? undefined;
	const list = answer(await locals.api(listNominations, { query: { after } }));
	// The one that was asked for, else the first: it stands open.
	const asked = Number(url.searchParams.get('decide'));
	const deciding = list.items.find(({ id }) => id === asked) ?? list.items[0];
	return {
		list,
		deciding: deciding?.id ?? null,
		after,
		done: url.searchParams.get('done'),
		...(await offersFor(locals, deciding?.words ?? '')),
	};
};

/** The list again; the next one that waits stands open there. */
const onwards = (url: URL, done: string) => {
	const after = url.searchParams.get('after');
	return `/insights/nominations?done=${done}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
};

export const actions: Actions = {
	accept: async ({ request, locals, url }) => {
		const form = await request.formData();
		const result = await locals.api(decideNomination, {
			params: { quoteId: formNumber(form, 'quoteId') ?? 0 },
			body: {
				decision: 'accept',
				target: targetIn(form),
				importance: formNumber(form, 'importance') ?? 1,
				answer: formText(form, 'answer'),
			},
		});
		if (!result.ok) return refuse(byFields(result, form), form, 'accept');
		redirect(303, onwards(url, 'accepted'));
	},
	decline: async ({ request, locals, url }) => {
		const form = await request.formData();
		const params = { quoteId: formNumber(form, 'quoteId') ?? 0 };
		const body = { decision: 'decline' as const, answer: formText(form, 'answer') };
		const result = await locals.api(decideNomination, { params, body });
		if (!result.ok) return refuse(result, form, 'decline');
		redirect(303, onwards(url, 'declined'));
	},
};
