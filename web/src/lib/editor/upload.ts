import { uploadFile } from '@ikatan/contracts/files';
import { z } from 'zod';

/** The way in for an image: a multipart body with one part `file` (see `imageForm`). */
export const sendImage = { ...uploadFile, body: z.custom<FormData>() };

export function imageForm(image: File): FormData {
	const form = new FormData();
	form.set('file', image);
	return form;
}

/** An image in Markdown; brackets in its name would end it too early. */
export function imageMarkdown(name: string, url: string): string {
	return `![${name
		.replace(/\.\w+$/, '')
		.replaceAll(/[[\]\\]/g, ' ')
		.trim()}](${url})`;
}
