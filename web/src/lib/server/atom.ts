import { error } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { readFeed } from '@ikatan/contracts/pages';
import { atomDocument, type AtomFeed } from '#lib/atom.ts';
import { answer } from './answer.ts';

type Wanted = { space?: string; tag?: string; threadId?: number };

/** The Atom feed of all, a space, a tag or a thread; public ones only, whoever asks. */
export async function atomFeed({ locals, url }: RequestEvent, wanted: Wanted = {}): Promise<Response> {
	const result = await locals.api(readFeed, { query: wanted });
	if (!result.ok && result.status === 404) error(404, '');
	const feed = answer(result);
	const { name } = locals.site;
	return atomReply(locals, {
		selfPath: url.pathname,
		path: feed.path,
		title: feed.title ? `${feed.title} · ${name}` : name,
		updatedAt: feed.updatedAt,
		entries: feed.entries.map(({ id, html, ...entry }) => ({
			...entry,
			idPath: `/posts/${id}`,
			content: { type: 'html', text: html },
		})),
	});
}

export function atomReply({ origin, site }: RequestEvent['locals'], feed: AtomFeed): Response {
	const body = atomDocument(feed, { origin, siteName: site.name });
	return new Response(body, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } });
}
