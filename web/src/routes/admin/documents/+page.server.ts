import {
	addDocumentSource,
	listDocumentSources,
	removeDocumentSource,
	revokeDocumentSource,
} from '@ikatan/contracts/documents';
import { answer, refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	sources: answer(await locals.api(listDocumentSources)).items,
});

export const actions: Actions = {
	/** The key travels in this one reply: it stands on the page until the page is left. */
	add: async ({ request, locals }) => {
		const form = await request.formData();
		const body = { name: formText(form, 'name'), baseAddress: formText(form, 'baseAddress') };
		const result = await locals.api(addDocumentSource, { body });
		if (!result.ok) return refuse(result, form, 'add');
		const { source, key } = result.value;
		return { added: { name: source.name, baseAddress: source.baseAddress, key } };
	},
	revoke: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(revokeDocumentSource, { params: { sourceId: formNumber(form, 'sourceId') ?? 0 } });
		return result.ok ? { done: 'revoked' as const } : refuse(result, form, 'revoke');
	},
	remove: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await locals.api(removeDocumentSource, { params: { sourceId: formNumber(form, 'sourceId') ?? 0 } });
		return result.ok ? { done: 'removed' as const } : refuse(result, form, 'remove');
	},
};
