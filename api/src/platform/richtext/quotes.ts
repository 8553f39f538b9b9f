import type { MarkdownIt, Token } from 'markdown-it';

const POST = /^\/threads\/\d+(?:[/#?]|$)/;

/**
 * Marks the line above a quotation that says whose words they are: the first paragraph of a quote, when it ends with a link to a
 * post and a colon, as the thread page writes it (`> @rina [wrote](/threads/12/why/34#34):`).
 */
export function quotes(markdown: MarkdownIt): void {
	markdown.core.ruler.push('quotes', (state) => {
		state.tokens.forEach((token, index) => {
			const [paragraph, line] = [state.tokens[index + 1], state.tokens[index + 2]];
			if (token.type !== 'blockquote_open' || paragraph?.type !== 'paragraph_open' || !line) return;
			if (namesAPost(line.children ?? [])) paragraph.attrSet('class', 'quoted');
		});
	});
}

function namesAPost(children: Token[]): boolean {
	const [colon, close] = children.toReversed();
	if (colon?.type !== 'text' || colon.content.trim() !== ':' || close?.type !== 'link_close') return false;
	const open = children.findLast((token) => token.type === 'link_open');
	return POST.test(String(open?.attrGet('href') ?? ''));
}
