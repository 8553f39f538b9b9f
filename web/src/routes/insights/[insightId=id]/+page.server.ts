import { redirect } from '@sveltejs/kit';
import type { Action, RequestEvent } from '@sveltejs/kit';
import type { Refused, Result } from '@ikatan/client';
import * as choosing from '@ikatan/contracts/insight-choices';
import * as writing from '@ikatan/contracts/insight-writing';
import * as contract from '@ikatan/contracts/insights';
import * as noting from '@ikatan/contracts/notes';
import { changeQuote, deleteQuote, suggestInsights } from '@ikatan/contracts/quotes';
import { fieldsIn } from '#lib/insights/server/fields.ts';
import { answer, refuse, requireViewer } from '#lib/server/answer.ts';
import { formFlag, formNumber, formText } from '#lib/server/form.ts';
import { hasScript } from '#lib/thread/server/deed.ts';
import { pagePath } from '#lib/pageQuery.ts';
import type { Actions, PageServerLoad } from './$types';

const placeOf = ({ params }: Pick<RequestEvent, 'params'>) => ({
	insightId: Number((params as { insightId?: unknown }).insightId),
});

export const load: PageServerLoad = async (event) => {
	requireViewer();
	const { locals, url } = event;
	const params = placeOf(event);
	const quotesAfter = url.searchParams.get('quotes') ?? undefined;
	const after = url.searchParams.get('history') ?? undefined;
	const words = url.searchParams.get('find')?.trim() ?? '';
	const [insight, choices, history, found] = await Promise.all([
		locals.api(contract.readInsight, { params, query: { quotesAfter } }),
		locals.api(choosing.readInsightChoices),
		locals.api(contract.listInsightDeeds, { params, query: { after } }),
		words.length > 1 ? locals.api(suggestInsights, { query: { text: words.slice(0, 200), limit: 12 } }) : undefined,
	]);
	return {
		...answer(insight),
		choices: answer(choices),
		history: answer(history),
		words,
		found: found && answer(found).items.filter(({ id }) => id !== params.insightId),
		/** The quote that is on its way to another insight. */
		moving: Number(url.searchParams.get('quote')) || null,
		/** The insight that was split off just now. */
		splitOff: Number(url.searchParams.get('split')) || null,
		paged: { quotes: quotesAfter !== undefined, history: after !== undefined },
	};
};

type Deed<Value> = (event: RequestEvent, form: FormData) => Promise<Result<Value>>;

/**
 * An action of the page under its form's name, with the number of what it is about behind it. Taken, a page with JavaScript stays as
 * it is and says `done`; another one is loaded anew.
 */
function deed<Value>(name: string, act: Deed<Value>, about?: string, leadsTo?: (value: Value) => string): Action {
	return async (event) => {
		const form = await event.request.formData();
		const result = await act(event, form);
		const number = about && formText(form, about);
		if (!result.ok) return refuse(result, form, number ? `${name}-${number}` : name);
		if (leadsTo) redirect(303, leadsTo(result.value));
		if (hasScript(event)) return { done: name };
		redirect(303, pagePath(event.url));
	};
}

/** A refusal because of somebody else's change comes with what that says. */
async function withCurrent(event: RequestEvent, refused: Refused): Promise<Refused> {
	if (refused.error.code !== 'edited-meanwhile') return refused;
	const now = await event.locals.api(contract.readInsight, { params: placeOf(event) });
	if (!now.ok) return refused;
	const { title, description, version } = now.value.insight;
	return {
		...refused,
		error: { ...refused.error, current: { title, sourceText: description, version, editorName: '' } },
	};
}

const quoteOf = (form: FormData) => ({ quoteId: formNumber(form, 'quoteId') ?? 0 });
const noteOf = (form: FormData) => ({ noteId: formNumber(form, 'noteId') ?? 0 });
const addressOf = (insightId: number) => `/insights/${insightId}`;

const quoteActions = {
	changeQuote: deed(
		'changeQuote',
		({ locals }, form) =>
			locals.api(changeQuote, {
				params: quoteOf(form),
				body: { importance: formNumber(form, 'importance'), note: formText(form, 'note') },
			}),
		'quoteId',
	),
	moveQuote: deed(
		'moveQuote',
		({ locals }, form) =>
			locals.api(changeQuote, { params: quoteOf(form), body: { insightId: formNumber(form, 'intoId') ?? 0 } }),
		undefined,
		({ insightId }) => addressOf(insightId),
	),
	takeBack: deed('takeBack', ({ locals }, form) => locals.api(deleteQuote, { params: quoteOf(form) }), 'quoteId'),
	/** Leads back to this insight, which offers the undo and the way to the new one. */
	split: async (event: RequestEvent) => {
		const form = await event.request.formData();
		const body = {
			requestKey: formText(form, 'requestKey'),
			title: formText(form, 'title'),
			quoteIds: form.getAll('quoteIds').map(Number),
		};
		const params = placeOf(event);
		const result = await event.locals.api(writing.splitInsight, { params, body });
		if (!result.ok) return refuse(result, form, 'split');
		redirect(303, `${addressOf(params.insightId)}?split=${result.value.id}`);
	},
};

const noteActions = {
	note: deed('note', (event, form) =>
		event.locals.api(noting.writeInsightNote, {
			params: placeOf(event),
			body: { requestKey: formText(form, 'requestKey'), sourceText: formText(form, 'sourceText') },
		}),
	),
	editNote: deed(
		'editNote',
		({ locals }, form) =>
			locals.api(noting.editInsightNote, {
				params: noteOf(form),
				body: { sourceText: formText(form, 'sourceText') },
			}),
		'noteId',
	),
	deleteNote: deed(
		'deleteNote',
		({ locals }, form) => locals.api(noting.deleteInsightNote, { params: noteOf(form) }),
		'noteId',
	),
};

export const actions: Actions = {
	...quoteActions,
	...noteActions,
	text: async (event) => {
		const form = await event.request.formData();
		const params = placeOf(event);
		const body = { ...fieldsIn(form), version: formNumber(form, 'version') };
		const result = await event.locals.api(writing.changeInsight, { params, body });
		if (!result.ok) return refuse(await withCurrent(event, result), form, 'text');
		if (hasScript(event)) return { done: 'text' };
		redirect(303, pagePath(event.url));
	},
	facts: deed('facts', (event, form) =>
		event.locals.api(writing.changeInsight, { params: placeOf(event), body: fieldsIn(form) }),
	),
	roadmap: deed('roadmap', (event, form) =>
		event.locals.api(writing.changeInsight, {
			params: placeOf(event),
			body: { ...fieldsIn(form), public: formFlag(form, 'public') },
		}),
	),
	merge: async (event) => {
		const form = await event.request.formData();
		const intoId = formNumber(form, 'intoId') ?? 0;
		const result = await event.locals.api(writing.mergeInsights, { params: placeOf(event), body: { intoId } });
		return result.ok ? redirect(303, addressOf(intoId)) : refuse(result, form, 'merge');
	},
	undo: deed(
		'undo',
		({ locals }, form) => locals.api(writing.undoInsightMove, { params: { moveId: formNumber(form, 'moveId') ?? 0 } }),
		undefined,
		({ insightId }) => addressOf(insightId),
	),
	dismiss: deed(
		'dismiss',
		(event, form) =>
			event.locals.api(writing.dismissSuggestion, {
				params: { ...placeOf(event), otherId: formNumber(form, 'otherId') ?? 0 },
			}),
		'otherId',
	),
	delete: deed('delete', (event) => event.locals.api(writing.deleteInsight, { params: placeOf(event) })),
	restore: deed('restore', (event) => event.locals.api(writing.restoreInsight, { params: placeOf(event) })),
};
