import type { RequestEvent } from './$types';

const closed = [
	'/api/',
	'/ask',
	'/inbox',
	'/drafts',
	'/watches',
	'/settings',
	'/search',
	'/sign-in',
	'/sign-up',
	'/reset-password',
	'/verify-mail',
	'/mailbox',
	'/unsubscribe',
	'/posts/',
];

/** What search engines need not visit, and where the sitemap is. */
export function GET({ locals }: RequestEvent) {
	const body = `User-agent: *\n${closed.map((path) => `Disallow: ${path}`).join('\n')}\nSitemap: ${locals.origin}/sitemap.xml\n`;
	return new Response(body, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
