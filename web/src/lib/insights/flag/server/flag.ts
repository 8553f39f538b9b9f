import { error } from '@sveltejs/kit';
import type { Refused } from '@ikatan/client';
import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { readQuotable, suggestInsights } from '@ikatan/contracts/quotes';
import type { Quotable } from '@ikatan/contracts/quotes';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';

const longestText = 1000;
const longestPassage = 4000;

/** What an address like `?postId=7` names, as it would be captured; nothing for words from outside. Throws 404. */
export async function quotableOf({ locals, url }: { locals: App.Locals; url: URL }): Promise<Quotable | undefined> {
	const number = (name: string) => Number(/^[1-9]\d{0,14}$/.exec(url.searchParams.get(name) ?? '')?.[0]) || undefined;
	const query = { postId: number('postId'), threadId: number('threadId') };
	if (!query.postId && !query.threadId) {
		if (url.searchParams.has('outside')) return undefined;
		error(404);
	}
	return answer(await locals.api(readQuotable, { query }));
}

/** What the form offers: areas, types, companies, and insights that these words may belong to. */
export async function offersFor(locals: App.Locals, words: string, threadId?: number) {
	const text = words.slice(0, longestText).trim();
	const [choices, similar] = await Promise.all([
		locals.api(readInsightChoices, {}),
		text.length > 1 ? locals.api(suggestInsights, { query: { text, threadId } }) : undefined,
	]);
	return { choices: answer(choices), similar: similar?.ok ? similar.value.items : [] };
}

/** A refusal by the fields of the form: the API names evidence and target as wholes. */
export function byFields(refused: Refused, form: FormData): Refused {
	const { evidence, target, ...fields } = refused.error.fields ?? {};
	if (evidence)
		fields[formText(form, 'words').trim().length > 1 && form.has('source') ? wrongOutside(form) : 'words'] = evidence;
	if (target) fields.title = target;
	return { ...refused, error: { ...refused.error, fields } };
}

const wrongOutside = (form: FormData) => (formText(form, 'source').trim() === '' ? 'source' : 'url');

/** Evidence as a filled form says it: the whole of the post while its words were left as they are. */
export function evidenceIn(form: FormData, quotable: Quotable | undefined) {
	const words = formText(form, 'words').trim();
	if (!quotable) {
		return {
			kind: 'outside' as const,
			words,
			source: formText(form, 'source'),
			url: formText(form, 'url').trim(),
			customer: formText(form, 'customer'),
			companyId: formNumber(form, 'companyId') ?? null,
		};
	}
	const { kind, threadId, postId, text } = quotable;
	if (kind === 'thread') return { kind, threadId };
	const read = words.replace(/\s+/g, ' ');
	if (read === '' || read === text) return { kind: 'post' as const, postId };
	const version = formNumber(form, 'version') ?? quotable.version;
	const passage = { exact: words.slice(0, longestPassage), prefix: '', suffix: '' };
	return { kind: 'passage' as const, postId, version, passage };
}
