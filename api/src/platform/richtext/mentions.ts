import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/** Handles are 2 to 30 of these characters; the part before `@` must not be a mail address, a path or another word. */
const MENTION = /(?<![\p{L}\p{N}_.@/+&=-])@([a-z0-9_][a-z0-9_.-]*)(?![\p{L}\p{N}@]|\/[a-z0-9])/giu;
const SHORTEST = 2;
const LONGEST = 30;

/** Turns `@handle` into a link to that member, in text only: not in code, links or mail addresses. */
export function mentions(markdown: MarkdownIt): void {
	markdown.core.ruler.after('linkify', 'mentions', (state) => {
		if (!state.src.includes('@')) return;
		const known = state.env.knownHandles as ReadonlySet<string> | undefined;
		if (known?.size === 0) return;
		for (const token of state.tokens) {
			if (token.type === 'inline' && token.children && token.content.includes('@')) {
				token.children = withMentions(state, token.children, known);
			}
		}
	});
}

function withMentions(state: StateCore, children: Token[], known: ReadonlySet<string> | undefined): Token[] {
	let depth = 0;
	return children.flatMap((token) => {
		if (token.type === 'link_open' || (token.type === 'html_inline' && /^<a[\s>]/i.test(token.content))) depth++;
		if (token.type === 'link_close' || (token.type === 'html_inline' && /^<\/a\s*>/i.test(token.content))) depth--;
		return depth > 0 || token.type !== 'text' ? [token] : split(state, token, known);
	});
}

function split(state: StateCore, token: Token, known: ReadonlySet<string> | undefined): Token[] {
	const text = token.content;
	const parts: Token[] = [];
	let from = 0;
	for (const match of text.matchAll(MENTION)) {
		const handle = handleIn(match[1] ?? '', known);
		if (handle === undefined) continue;
		const to = match.index + 1 + handle.length;
		if (match.index > from) parts.push(textToken(state, text.slice(from, match.index), token.level));
		const open = new state.Token('link_open', 'a', 1);
		open.attrs = [
			['class', 'mention'],
			['href', `/members/${handle.toLowerCase()}`],
		];
		parts.push(
			open,
			textToken(state, text.slice(match.index, to), token.level + 1),
			new state.Token('link_close', 'a', -1),
		);
		from = to;
	}
	if (from === 0) return [token];
	if (from < text.length) parts.push(textToken(state, text.slice(from), token.level));
	return parts;
}

/** The handle at the start of what was written: "dewi." at the end of a sentence means "dewi", unless "dewi." is a member. */
function handleIn(written: string, known: ReadonlySet<string> | undefined): string | undefined {
	for (let end = written.length; end >= SHORTEST; end--) {
		const handle = written.slice(0, end);
		if (end <= LONGEST && (known ? known.has(handle.toLowerCase()) : !/[.-]$/.test(handle))) return handle;
		if (!/[._-]$/.test(handle)) return undefined;
	}
	return undefined;
}

function textToken(state: StateCore, content: string, level: number): Token {
	const token = new state.Token('text', '', 0);
	token.content = content;
	token.level = level;
	return token;
}
