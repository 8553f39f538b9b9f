import { fail } from '@sveltejs/kit';
import type { Action } from '@sveltejs/kit';
import { previewBody } from '@ikatan/contracts/asking';
import { keptValues } from '#lib/refusal.ts';
import { refuse } from '#lib/server/answer.ts';
import { formText } from '#lib/server/form.ts';
import type { Prepared } from '../prepared.ts';
import { imageForm, imageMarkdown, sendImage } from '../upload.ts';

/** The page again with its text and how it will look: “Preview” without JavaScript. */
export const preview: Action = async ({ request, locals }) => {
	const form = await request.formData();
	const name = formText(form, 'prepare');
	const result = await locals.api(previewBody, { body: { sourceText: formText(form, 'sourceText') } });
	if (!result.ok) return refuse(result, form, name);
	return { prepared: { form: name, values: keptValues(form), html: result.value.html } satisfies Prepared };
};

/** The page again with an image at the end of its text: “Attach image” without JavaScript. */
export const attach: Action = async ({ request, locals }) => {
	const form = await request.formData();
	const name = formText(form, 'prepare');
	const image = form.get('image');
	if (!(image instanceof File) || image.size === 0)
		return fail(422, { prepared: { form: name, values: keptValues(form) } satisfies Prepared });
	const result = await locals.api(sendImage, { query: { purpose: 'post' }, body: imageForm(image) });
	if (!result.ok) return refuse(result, form, name);
	const text = formText(form, 'sourceText').trimEnd();
	form.set('sourceText', `${text}${text && '\n\n'}${imageMarkdown(image.name, result.value.url)}\n`);
	return { prepared: { form: name, values: keptValues(form) } satisfies Prepared };
};
