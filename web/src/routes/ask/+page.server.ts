import { redirect } from '@sveltejs/kit';
import { signUpAddress } from '@ikatan/contracts/addresses';
import { findSimilar, similarSolved } from '@ikatan/contracts/search';
import { AskThread, askThread } from '@ikatan/contracts/asking';
import { keepDraft, readDraft } from '@ikatan/contracts/drafts';
import { ThreadKind } from '@ikatan/contracts/threads';
import { attach, preview } from '#lib/editor/server/prepare.ts';
import { keptValues } from '#lib/refusal.ts';
import type { Refusal } from '#lib/refusal.ts';
import { refuse, refuseFields } from '#lib/server/answer.ts';
import { formFlag, formNumber, formText, formTexts } from '#lib/server/form.ts';
import { typedFor } from '#lib/server/typed.ts';
import type { Actions, PageServerLoad } from './$types';

const place = { kind: 'thread' as const, targetId: 0 };

export const load: PageServerLoad = async ({ locals, url }) => {
	const kept = await locals.api(readDraft, { params: place });
	const kind = ThreadKind.catch('question').parse(url.searchParams.get('kind'));
	return {
		draft: kept.ok ? kept.value.draft : null,
		begun: {
			title: url.searchParams.get('title') ?? '',
			space: url.searchParams.get('space'),
			tags: url.searchParams.get('tags') ?? '',
			kind,
		},
	};
};

/** What a visitor has to fill in before it is worth making an account for it. */
function missingIn(content: { title: string; sourceText: string; spaceId: number }): Refusal['fields'] {
	const { title, sourceText, spaceId } = AskThread.shape;
	return {
		...(!title.safeParse(content.title).success && { title: 'too-short' }),
		...(!spaceId.safeParse(content.spaceId).success && { spaceId: 'space-not-found' }),
		...(!sourceText.safeParse(content.sourceText).success && { sourceText: 'required' }),
	};
}

/** Answers of the space's own form, sent as `formValues.<name>`. */
function formValuesOf(form: FormData): Record<string, string> {
	const prefix = 'formValues.';
	const entries = [...form].flatMap(([name, value]) =>
		name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value] as const] : [],
	);
	return Object.fromEntries(entries);
}

export const actions: Actions = {
	ask: async ({ request, locals }) => {
		const form = await request.formData();
		const kind = ThreadKind.catch('question').parse(formText(form, 'kind'));
		const [title, sourceText] = [formText(form, 'title'), formText(form, 'sourceText')];
		const spaceId = formNumber(form, 'spaceId') ?? 0;
		const formValues = formValuesOf(form);
		if (!locals.viewer && !formFlag(form, 'asMember')) {
			// Kept under a cookie; it waits on this page when they come back as a member.
			const missing = missingIn({ title, sourceText, spaceId });
			if (Object.keys(missing).length > 0) return refuseFields(missing, form, 'ask');
			const content = { title, sourceText, kind, spaceId, tags: formText(form, 'tags'), formValues };
			const kept = await locals.api(keepDraft, { params: place, body: content });
			if (!kept.ok) return refuse(kept, form, 'ask');
			redirect(303, signUpAddress('/ask'));
		}
		if (!formFlag(form, 'similarSeen') && title.trim().length >= 8) {
			const similar = await locals.api(findSimilar, { query: { title, spaceId: spaceId || undefined } });
			const { items = [], documents = [] } = similar.ok ? similar.value : {};
			if (items.length + documents.length > 0) {
				return { similar: items, documents, prepared: { form: 'ask', values: keptValues(form) } };
			}
		}
		const result = await locals.api(askThread, {
			body: {
				requestKey: formText(form, 'requestKey'),
				typedForMs: typedFor(form),
				kind,
				spaceId,
				title,
				sourceText,
				tags: formTexts(form, 'tags'),
				formValues,
				similarSeen: formFlag(form, 'similarSeen'),
			},
		});
		if (!result.ok) return refuse(result, form, 'ask');
		redirect(303, result.value.path);
	},
	/** “This solves it”: the ask ends where its answer is. */
	solved: async ({ request, locals }) => {
		const form = await request.formData();
		const params = { threadId: formNumber(form, 'solvedBy') ?? 0 };
		const result = await locals.api(similarSolved, { params, body: { title: formText(form, 'title') } });
		if (!result.ok) return refuse(result, form, 'ask');
		redirect(303, result.value.path);
	},
	preview,
	attach,
};
