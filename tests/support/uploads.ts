import type { StoredFile } from '@ikatan/contracts/files';
import type { Caller, TestApp } from './app.ts';
import { photo } from './images.ts';

/** A file of a form; what is left out is a camera's photo. */
export type Sent = { bytes?: Uint8Array; name?: string; type?: string; field?: string };

/** Sends a file to an address, as a form of the browser does it. */
export async function sendFile(
	app: TestApp,
	as: Caller | undefined,
	url: string,
	{ bytes, name = 'photo.jpg', type, field = 'file' }: Sent = {},
	more: Record<string, string> = {},
) {
	const form = new FormData();
	form.append(field, new Blob([new Uint8Array(bytes ?? (await photo()))], { type }), name);
	const request = new Request('http://localhost', { method: 'POST', body: form });
	return await app.app.inject({
		method: 'POST',
		url,
		headers: {
			...(as && { cookie: as.cookie, origin: 'http://localhost:3000' }),
			'content-type': request.headers.get('content-type')!,
			...more,
		},
		payload: Buffer.from(await request.arrayBuffer()),
	});
}

/** Uploads an image for a post, or for a member's picture. */
export async function upload(
	app: TestApp,
	as: Caller | undefined,
	{ purpose = 'post', ...sent }: Sent & { purpose?: 'post' | 'picture' } = {},
) {
	const reply = await sendFile(app, as, `/api/files?purpose=${purpose}`, sent);
	return { status: reply.statusCode, value: reply.json<StoredFile & { code?: string; fields?: object }>() };
}
