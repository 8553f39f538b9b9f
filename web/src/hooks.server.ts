import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { direction, translate } from '@ikatan/messages';
import { PUBLIC_ORIGIN } from '$app/env/private';
import { callerOf } from '#lib/server/caller.ts';
import { followOldAddress } from '#lib/server/oldAddress.ts';
import { languageOf, signInBeside, themeOf, viewerOf } from '#lib/server/reader.ts';
import { iconOf, sheetOf } from '#lib/server/brand.ts';
import { currentSite } from '#lib/server/site.ts';
import { writeLine } from '#lib/server/lines.ts';
import { shellParts } from '#lib/shell/parts.ts';
import { answerForm, threadParts } from '#lib/thread/parts.ts';
import { threadBody } from './routes/threads/[threadId=id]/[[slug]]/[[postId=id]]/parts.ts';

export const init: ServerInit = async () => {
	await Promise.all([shellParts, threadParts, answerForm, threadBody].map((parts) => parts.ready()));
};

/** Learns who asks and how they read, renders, and hands the API's cookies on. */
export const handle: Handle = async ({ event, resolve }) => {
	const { locals, url } = event;
	locals.requestId = event.request.headers.get('x-request-id') ?? crypto.randomUUID();
	if (event.platform) event.platform.req.ikatanRoute = event.route.id ?? 'none';
	const caller = callerOf(event, locals.requestId);
	locals.api = caller.api;
	locals.signInRefused = await signInBeside(event, caller.api);
	const [viewer, site] = await Promise.all([viewerOf(caller), currentSite(caller.api)]);
	locals.viewer = viewer ?? null;
	locals.viewerUnknown = viewer === undefined;
	locals.site = site;
	locals.language = languageOf(event, locals.viewer, locals.site);
	locals.timeZone = locals.viewer?.timeZone ?? site.timeZone;
	locals.theme = themeOf(event, locals.viewer);
	locals.origin = PUBLIC_ORIGIN || url.origin;
	if (!locals.site.ready && !url.pathname.startsWith('/setup') && event.route.id !== '/preferences')
		redirect(303, '/setup');
	await followOldAddress(event);

	let started = false;
	const response = await resolve(event, {
		preload: ({ type, path }) =>
			type === 'js' || type === 'css' || (type === 'font' && path.includes('latin-wght-normal')),
		transformPageChunk: ({ html }) => {
			const first = !started;
			started = true;
			return first ? filledIn(html, event) : html;
		},
	});
	for (const line of caller.setCookies) response.headers.append('set-cookie', line);
	if (response.headers.get('content-type')?.startsWith('text/html')) {
		response.headers.set('cache-control', locals.viewer ? 'private, no-cache' : 'no-cache');
		response.headers.append('vary', 'cookie, accept-language');
	}
	return response;
};

/**
 * Fills in app.html, in the first piece of a page alone. What stands behind people's words is marked by what no words of theirs
 * can be: a `<` of theirs is always escaped.
 */
function filledIn(html: string, { locals, request }: RequestEvent): string {
	const { language, theme, jsonLd, site, viewer } = locals;
	// Whoever has posted something may be shown what only members see: the form that they were refused.
	const reader = viewer || request.method !== 'GET' ? 'member' : 'visitor';
	// All of them stand in the head; the long page below it is not copied for each.
	const end = html.indexOf('</head>');
	if (end < 0) return html;
	const head = html
		.slice(0, end)
		.replace('%ikatan.language%', language)
		.replace('%ikatan.direction%', direction(language))
		.replace('%ikatan.theme%', theme)
		.replace('%ikatan.reader%', reader)
		.replace('%ikatan.icon%', iconOf(site))
		.replace('<!--ikatan.brand-->', sheetOf(site))
		.replace('<!--ikatan.jsonLd-->', () => (jsonLd ? structured(jsonLd) : ''));
	return head + html.slice(end);
}

/** JSON-LD as a script that holds no code; its `<` are written so that no text can end it. */
function structured(jsonLd: object): string {
	return `<script type="application/ld+json">${JSON.stringify(jsonLd).replaceAll('<', '\\u003c')}</script>`;
}

/** Says every error in the reader's language; what nobody foresaw goes to the log with its request id, and only there. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { language = 'en', requestId } = event.locals;
	if (kind === 'app') return;
	if (kind === 'framework' && error.status < 500) {
		const code = error.status === 404 ? 'not-found' : error.status === 413 ? 'too-large' : 'invalid';
		return { message: translate(language, `errors.${code}`), code };
	}
	const place = `${event.request.method} ${event.route.id ?? '?'}`;
	writeLine('error', 'page failed', { reqId: requestId, place, err: error });
	return { message: translate(language, 'errors.internal'), code: 'internal', reference: requestId };
};
