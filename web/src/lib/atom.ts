const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// XML 1.0 has no place for most control characters, not even escaped.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escapeXml = (text: string) => text.replace(forbidden, '').replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Paths are of the community's own site. */
export type AtomEntry = {
	/** Names it for good; need not lead anywhere. */
	idPath: string;
	path: string;
	title: string;
	/** Who wrote it; empty: the community. */
	author: string;
	createdAt: string;
	updatedAt: string;
	tags: string[];
	content: { type: 'html' | 'text'; text: string };
};
export type AtomFeed = {
	/** Where the feed itself is, and the page that it tells of. */
	selfPath: string;
	path: string;
	title: string;
	updatedAt: string;
	entries: AtomEntry[];
};

/** A feed as an Atom document (RFC 4287). */
export function atomDocument(feed: AtomFeed, { origin, siteName }: { origin: string; siteName: string }): string {
	const address = (path: string) => escapeXml(new URL(path, origin).href);
	const entries = feed.entries.map(
		(entry) => `<entry>
<id>${address(entry.idPath)}</id>
<title>${escapeXml(entry.title)}</title>
<link rel="alternate" type="text/html" href="${address(entry.path)}"/>
<published>${entry.createdAt}</published>
<updated>${entry.updatedAt}</updated>
<author><name>${escapeXml(entry.author || siteName)}</name></author>
${entry.tags.map((tag) => `<category term="${escapeXml(tag)}"/>`).join('')}
<content type="${entry.content.type}" xml:base="${address('/')}">${escapeXml(entry.content.text)}</content>
</entry>`,
	);
	return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${address(feed.selfPath)}</id>
<title>${escapeXml(feed.title)}</title>
<link rel="self" type="application/atom+xml" href="${address(feed.selfPath)}"/>
<link rel="alternate" type="text/html" href="${address(feed.path)}"/>
<updated>${feed.updatedAt}</updated>
${entries.join('\n')}
</feed>
`;
}

/** The latest of some moments; of none the beginning of time, since a feed has to say one. */
export const latestOf = (moments: string[]): string =>
	moments.reduce((latest, at) => (at > latest ? at : latest), '1970-01-01T00:00:00.000Z');
