import type { Refused, Result } from '@ikatan/client';
import { uploadFile } from '@ikatan/contracts/files';
import type { StoredFile } from '@ikatan/contracts/files';
import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';

/** The upload as the web sends it: the contract names no body, since the API reads the parts as they come. */
const upload = { ...uploadFile, body: z.instanceof(FormData) };

/** Passes the file `file` of a form on to the API; refused with `required` when none was chosen. */
export async function uploadPicture(
	{ locals }: RequestEvent,
	form: FormData,
	purpose: 'picture' | 'post' = 'picture',
): Promise<Result<StoredFile>> {
	const file = form.get('file');
	if (!(file instanceof File) || file.size === 0) return noFile;
	const body = new FormData();
	body.set('file', file, file.name);
	return await locals.api(upload, { query: { purpose }, body });
}

const noFile: Refused = {
	ok: false,
	status: 422,
	error: { code: 'invalid', params: {}, fields: { file: 'required' } },
};
