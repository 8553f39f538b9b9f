import { error } from '@sveltejs/kit';
import { readSitemap } from '@ikatan/contracts/pages';
import { answer } from '#lib/server/answer.ts';
import type { RequestEvent } from './$types';

/** One part of the sitemap: public addresses only. */
export async function GET({ locals, params }: RequestEvent) {
	if (!/^\d{1,4}$/.test(params.page)) error(404, '');
	const { items } = answer(await locals.api(readSitemap, { query: { page: Number(params.page) } }));
	const lines = items.map(
		({ path, changedAt }) =>
			`<url><loc>${locals.origin}${path}</loc>${changedAt ? `<lastmod>${changedAt}</lastmod>` : ''}</url>`,
	);
	const body = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${lines.join('')}</urlset>`;
	return new Response(body, { headers: { 'content-type': 'application/xml; charset=utf-8' } });
}
