import type { Refused, Result } from '@ikatan/client';
import type { StoredFile } from '@ikatan/contracts/files';
import type { RequestEvent } from '@sveltejs/kit';
import { imageForm, sendImage } from '#lib/editor/upload.ts';

/** Passes the picture `file` of a form on to the API; refused with `required` when none was chosen. */
export async function uploadPicture({ locals }: RequestEvent, form: FormData): Promise<Result<StoredFile>> {
	const file = form.get('file');
	if (!(file instanceof File) || file.size === 0) return noFile;
	return await locals.api(sendImage, { query: { purpose: 'picture' }, body: imageForm(file) });
}

const noFile: Refused = {
	ok: false,
	status: 422,
	error: { code: 'invalid', params: {}, fields: { file: 'required' } },
};
