import { redirect } from '@sveltejs/kit';
import { flagQuote, listQuotableCompanies } from '@ikatan/contracts/quotes';
import { byFields, evidenceIn, offersFor, quotableOf } from '#lib/insights/flag/server/flag.ts';
import { targetIn } from '#lib/insights/flag/target.ts';
import { refuse, requireViewer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import { keptValues } from '#lib/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	requireViewer();
	const quotable = await quotableOf(event);
	const words = quotable ? (quotable.kind === 'thread' ? quotable.threadTitle : quotable.text) : '';
	const [offers, companies] = await Promise.all([
		offersFor(event.locals, words, quotable?.threadId),
		quotable ? undefined : event.locals.api(listQuotableCompanies),
	]);
	return { quotable, ...offers, companies: companies?.ok ? companies.value.items : [] };
};

export const actions: Actions = {
	flag: async (event) => {
		const { request, locals } = event;
		const form = await request.formData();
		const quotable = await quotableOf(event);
		const body = {
			requestKey: formText(form, 'requestKey'),
			evidence: evidenceIn(form, quotable),
			target: targetIn(form),
			importance: formNumber(form, 'importance') ?? 1,
			note: formText(form, 'note'),
		};
		const result = await locals.api(flagQuote, { body });
		if (!result.ok) return refuse(byFields(result, form), form, 'flag');
		redirect(303, quotable?.path ?? `/insights/${result.value.insightId}`);
	},
	/** Without JavaScript: the form again, with insights like the title that was typed. */
	find: async ({ request, locals }) => {
		const form = await request.formData();
		const { similar } = await offersFor(locals, formText(form, 'title') || formText(form, 'words'));
		return { prepared: { form: 'flag', values: keptValues(form) }, similar };
	},
};
