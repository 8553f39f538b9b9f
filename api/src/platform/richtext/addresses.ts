import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { imageTarget, linkTarget, OUTSIDE_REL } from './links.ts';
import type { RenderOptions } from './options.ts';

/** Applies the rules for links and images of `links.ts` to what Markdown made of the text. */
export function addresses(markdown: MarkdownIt): void {
	markdown.validateLink = (href) => linkTarget(href) !== undefined;
	linkifyAsGithub(markdown);
	markdown.core.ruler.push('addresses', (state) => {
		const options = state.env as RenderOptions;
		for (const token of state.tokens) {
			if (token.type === 'inline' && token.children) token.children = checked(state, token.children, options);
		}
	});
}

/** Bare addresses are linked as GFM does: `http(s)://…`, `www.…` and mail; no other words with a dot in them. */
function linkifyAsGithub(markdown: MarkdownIt): void {
	const { linkify } = markdown;
	linkify.add('ftp:', null).add('//', null);
	linkify.add('www.', {
		validate: (text, position, self) => {
			const address = self.re.get_relative_proto_validator();
			address.lastIndex = position;
			return address.exec(text)?.[0].length ?? 0;
		},
		normalize: (match) => {
			match.url = `http://${match.url}`;
		},
	});
	// Most paragraphs hold nothing that could be an address; the full search costs more than all the rest of them.
	const match = linkify.match.bind(linkify);
	const matchAtStart = linkify.matchAtStart.bind(linkify);
	linkify.test = (text) => /:\/\/|www\.|@/i.test(text);
	linkify.match = (text) => (match(text) ?? []).map(withoutEndMarks);
	linkify.matchAtStart = (text) => {
		const found = matchAtStart(text);
		return found && withoutEndMarks(found);
	};
}

/** Marks at the end belong to the sentence, `(see https://example.com/a.)`; a backslash begins an escaped character. */
function withoutEndMarks<Found extends LinkMatch>(found: Found): Found {
	const marks = endMarks(found.text);
	if (marks > 0) {
		found.lastIndex -= marks;
		found.raw = found.raw.slice(0, -marks);
		found.text = found.text.slice(0, -marks);
		found.url = found.url.slice(0, -marks);
	}
	return found;
}

const sentenceMarks = new Set('?!.,:*_~\'"');

/** How many characters at the end are no part of the address. By hand: a pattern would look at a row of marks once for each of them. */
function endMarks(text: string): number {
	const escape = text.indexOf('\\');
	if (escape >= 0) return text.length - escape;
	let end = text.length;
	while (end > 0 && sentenceMarks.has(text[end - 1]!)) end--;
	return text.length - end;
}

interface LinkMatch {
	lastIndex: number;
	raw: string;
	text: string;
	url: string;
}

function checked(state: StateCore, children: Token[], options: RenderOptions): Token[] {
	// For each link that stands open, whether it leads anywhere; `[words]()` does not and leaves its words.
	const open: boolean[] = [];
	return children.flatMap((token) => {
		if (token.type === 'link_close') return open.pop() ? [token] : [];
		if (token.type === 'link_open') {
			open.push(checkLink(token, options));
			return open.at(-1) ? [token] : [];
		}
		return token.type === 'image' ? checkedImage(state, token, open.includes(true), options) : [token];
	});
}

function checkLink(link: Token, options: RenderOptions): boolean {
	const target = linkTarget(String(link.attrGet('href') ?? ''), options.origin);
	if (!target) return false;
	link.attrSet('href', target.href);
	if (target.external) link.attrSet('rel', OUTSIDE_REL);
	return true;
}

function checkedImage(state: StateCore, image: Token, inLink: boolean, options: RenderOptions): Token[] {
	const target = imageTarget(String(image.attrGet('src') ?? ''), options.origin, options.allowRemoteImages);
	if (target?.shown) {
		image.attrSet('src', target.src);
		for (const [name, value] of imageAttributes(target.fileId, options)) image.attrSet(name, value);
		return [image];
	}
	const text = new state.Token('text', '', 0);
	text.content =
		state.md.renderer.renderInlineAsText(image.children ?? [], state.md.options, state.env).trim() ||
		(target?.src ?? '');
	if (inLink || !target) return [text];
	const open = new state.Token('link_open', 'a', 1);
	open.attrs = [['href', target.src]];
	checkLink(open, options);
	return [open, text, new state.Token('link_close', 'a', -1)];
}

/** What every shown image carries: its size where known, so that the page does not jump; nothing told to other hosts. */
export function imageAttributes(fileId: number | undefined, options: RenderOptions): [string, string][] {
	const size = fileId === undefined ? undefined : options.fileSizes?.get(fileId);
	return [
		...(size
			? ([
					['width', String(size.width)],
					['height', String(size.height)],
				] as [string, string][])
			: []),
		['loading', 'lazy'],
		['decoding', 'async'],
		...(fileId === undefined ? ([['referrerpolicy', 'no-referrer']] as [string, string][]) : []),
	];
}
