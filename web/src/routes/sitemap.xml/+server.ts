import { readSitemap } from '@ikatan/contracts/pages';
import { answer } from '#lib/server/answer.ts';
import type { RequestEvent } from './$types';

/** The sitemap index: one part per 10,000 thread numbers. */
export async function GET({ locals }: RequestEvent) {
	const { pages } = answer(await locals.api(readSitemap, { query: { page: 0 } }));
	const parts = Array.from(
		{ length: pages },
		(_, page) => `<sitemap><loc>${locals.origin}/sitemap/${page}</loc></sitemap>`,
	);
	const body = `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${parts.join('')}</sitemapindex>`;
	return new Response(body, { headers: { 'content-type': 'application/xml; charset=utf-8' } });
}
