import { changeColours, LogoPlace, readBrand, removeLogo, uploadLogo } from '@ikatan/contracts/brand';
import { brandColourNames } from '@ikatan/contracts/brand-colours';
import { undoSettings } from '@ikatan/contracts/site-settings';
import type { Result } from '@ikatan/client';
import { act } from '#lib/admin/server/act.ts';
import { imageForm } from '#lib/editor/upload.ts';
import { keptValues } from '#lib/refusal.ts';
import { answer } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import { forgetSite } from '#lib/server/site.ts';
import { z } from 'zod';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** A multipart body with one part `file`. */
const sendLogo = { ...uploadLogo, body: z.custom<FormData>() };

export const load: PageServerLoad = async ({ locals }) => ({ brand: answer(await locals.api(readBrand)) });

/** The chosen colours; an empty field is the product's own. */
function coloursOf(form: FormData) {
	const typed = brandColourNames.map((name) => [name, formText(form, name).trim()] as const);
	return Object.fromEntries(typed.filter(([, colour]) => colour !== ''));
}

const placeOf = (form: FormData) => ({ place: LogoPlace.catch('light').parse(formText(form, 'place')) });

/** Shows what changed at once, in this process. */
const fresh = async <Value>(change: Promise<Result<Value>>): Promise<Result<Value>> => {
	const result = await change;
	forgetSite();
	return result;
};

const noFile = {
	ok: false,
	status: 422,
	error: { code: 'invalid', params: {}, fields: { file: 'required' } },
} as const;

export const actions: Actions = {
	colours: act('colours', ({ locals }: RequestEvent, form) =>
		fresh(locals.api(changeColours, { body: { ...coloursOf(form), seen: formNumber(form, 'seen') } })),
	),
	/** The page again with how these colours look and read. */
	check: async ({ request }) => ({ prepared: { form: 'colours', values: keptValues(await request.formData()) } }),
	upload: act('upload', async ({ locals }: RequestEvent, form): Promise<Result<unknown>> => {
		const file = form.get('file');
		if (!(file instanceof File) || file.size === 0) return noFile;
		return await fresh(locals.api(sendLogo, { params: placeOf(form), body: imageForm(file) }));
	}),
	remove: act('remove', ({ locals }: RequestEvent, form) => fresh(locals.api(removeLogo, { params: placeOf(form) }))),
	undo: act('undo', ({ locals }: RequestEvent, form) =>
		fresh(locals.api(undoSettings, { body: { lineId: formNumber(form, 'lineId') ?? 0 } })),
	),
};
