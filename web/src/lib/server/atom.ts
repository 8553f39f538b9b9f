import { error } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { readFeed } from '@ikatan/contracts/pages';
import { answer } from './answer.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// XML 1.0 has no place for most control characters, not even escaped.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escapeXml = (text: string) => text.replace(forbidden, '').replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

type Wanted = { space?: string; tag?: string; threadId?: number };

/** The Atom feed (RFC 4287) of all, a space, a tag or a thread; public ones only, whoever asks. */
export async function atomFeed({ locals, url }: RequestEvent, wanted: Wanted = {}): Promise<Response> {
	const result = await locals.api(readFeed, { query: wanted });
	if (!result.ok && result.status === 404) error(404, '');
	const feed = answer(result);
	const { origin, site } = locals;
	const address = (path: string) => escapeXml(new URL(path, origin).href);
	const entries = feed.entries.map(
		(entry) => `<entry>
<id>${address(`/posts/${entry.id}`)}</id>
<title>${escapeXml(entry.title)}</title>
<link rel="alternate" type="text/html" href="${address(entry.path)}"/>
<published>${entry.createdAt}</published>
<updated>${entry.updatedAt}</updated>
<author><name>${escapeXml(entry.author || site.name)}</name></author>
${entry.tags.map((tag) => `<category term="${escapeXml(tag)}"/>`).join('')}
<content type="html" xml:base="${address('/')}">${escapeXml(entry.html)}</content>
</entry>`,
	);
	const title = feed.title ? `${feed.title} · ${site.name}` : site.name;
	const body = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${address(url.pathname)}</id>
<title>${escapeXml(title)}</title>
<link rel="self" type="application/atom+xml" href="${address(url.pathname)}"/>
<link rel="alternate" type="text/html" href="${address(feed.path)}"/>
<updated>${feed.updatedAt}</updated>
${entries.join('\n')}
</feed>
`;
	return new Response(body, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } });
}
