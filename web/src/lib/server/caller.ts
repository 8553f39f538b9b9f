import { createClient } from '@ikatan/client';
import type { Client } from '@ikatan/client';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import { patientFetch } from './patience.ts';
import { API_URL, WEB_SECRET } from '$app/env/private';
import type { RequestEvent } from '@sveltejs/kit';

/** The API in the name of one browser: its cookies go out, the API's Set-Cookie comes back by `setCookies`. */
export type Caller = { api: Client; cookie: (name: string) => string | undefined; setCookies: string[] };

/** Makes the caller of a request. A cookie that the API sets counts for the calls after it in the same request. */
export function callerOf(event: RequestEvent, requestId: string): Caller {
	const cookies = new Map(event.cookies.getAll().map(({ name, value }) => [name, value]));
	const setCookies: string[] = [];
	const own: Record<string, string> = {
		'x-request-id': requestId,
		'x-ikatan-web': WEB_SECRET,
		'x-ikatan-client': event.getClientAddress(),
		'user-agent': event.request.headers.get('user-agent') ?? '',
	};
	const connection = event.request.headers.get(liveConnectionHeader);
	if (connection) own[liveConnectionHeader] = connection;

	const patiently = patientFetch();

	const api = createClient({
		baseUrl: API_URL,
		headers: () => ({
			...own,
			// Known once the reader is; what the API says in words is then in the page's language.
			...(event.locals.language && { 'x-ikatan-language': event.locals.language }),
			...(cookies.size && { cookie: written(cookies) }),
		}),
		async fetch(address, init) {
			const reply = await patiently(address, init);
			for (const line of reply.headers.getSetCookie()) {
				setCookies.push(line);
				keep(cookies, line);
			}
			return reply;
		},
	});
	return { api, cookie: (name) => cookies.get(name), setCookies };
}

const written = (cookies: Map<string, string>) =>
	[...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');

/** Takes a Set-Cookie line into the jar, or a cookie that it ends out of it. */
function keep(cookies: Map<string, string>, line: string): void {
	const [pair = '', ...attributes] = line.split(';');
	const name = pair.slice(0, pair.indexOf('=')).trim();
	const value = pair.slice(pair.indexOf('=') + 1).trim();
	const ended = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
	if (ended || value === '') cookies.delete(name);
	else cookies.set(name, decodeURIComponent(value));
}
