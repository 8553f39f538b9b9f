/** What a page says of itself. */
export type PageFacts = { title: string; description: string };

const longestTitle = 200;
const longestDescription = 300;
// Beyond this no page says anything about itself any more, and a search through it could take long.
const headAtMost = 200_000;

/** Reads title and description from a page's head, Open Graph first; undefined when it has no title. The result is plain text. */
export function pageFacts(html: string): PageFacts | undefined {
	const head = html.slice(0, headAtMost).split(/<body[\s>]/i)[0] ?? '';
	const said = new Map<string, string>();
	for (const [tag] of head.matchAll(/<meta\s[^>]{1,3000}>/gi)) {
		const name = attribute(tag, 'property') ?? attribute(tag, 'name');
		const content = attribute(tag, 'content');
		if (name && content?.trim() && !said.has(name.toLowerCase())) said.set(name.toLowerCase(), content);
	}
	const ofTitle = /<title[^>]{0,200}>([^<]{1,2000})<\/title/i.exec(head)?.[1];
	const title = plain(said.get('og:title') ?? said.get('twitter:title') ?? ofTitle ?? '', longestTitle);
	if (title === '') return undefined;
	return { title, description: plain(said.get('og:description') ?? said.get('description') ?? '', longestDescription) };
}

function attribute(tag: string, name: string): string | undefined {
	const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
	return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** In one line, cut where the room ends. */
function plain(text: string, length: number): string {
	const line = unescaped(text)
		.toWellFormed()
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return line.length <= length
		? line
		: `${line
				.slice(0, length - 1)
				.toWellFormed()
				.replace(/\uFFFD$/, '')
				.trimEnd()}…`;
}

const named: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	ndash: '–',
	mdash: '—',
	hellip: '…',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
	middot: '·',
	copy: '©',
	reg: '®',
	trade: '™',
};

function unescaped(text: string): string {
	return text.replace(
		/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi,
		(whole, hex, decimal, name: string | undefined) => {
			if (name !== undefined) return named[name.toLowerCase()] ?? whole;
			const point = hex ? Number.parseInt(String(hex), 16) : Number(decimal);
			return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
		},
	);
}
