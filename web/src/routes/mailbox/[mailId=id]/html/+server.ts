import { readLocalMail } from '@ikatan/contracts/notices';
import { answer } from '#lib/server/answer.ts';
import type { RequestEvent } from './$types';

/** A mail as mail programs show it, styles and all, in a document that may run nothing and fetch nothing but pictures. */
export async function GET({ locals, params }: RequestEvent) {
	const mail = answer(await locals.api(readLocalMail, { params: { mailId: params.mailId } }));
	return new Response(mail.html, {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy':
				"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'",
			'cache-control': 'private, no-store',
		},
	});
}
