import { tagAddress } from '@ikatan/contracts/addresses';

/** Markdown as it was typed at Stack Exchange, brought to CommonMark where the two differ. Code is left as it is. */
export function bodyToMarkdown(typed: string): string {
	const lines = typed.replace(/\r\n?/g, '\n').split('\n');
	return outsideCode(hintedCode(lines), (line) =>
		// The old renderer took `#Heading` for a heading; CommonMark wants a space.
		tagLinks(line.replace(/^((?: {0,3}>)* {0,3}#{1,6})(?=[^#\s])/, '$1 ')),
	)
		.join('\n')
		.trim();
}

/**
 * A comment of Stack Exchange knows emphasis, code and links, no blocks, images or HTML: what would begin one of those here
 * is escaped, so that it is shown as it was there.
 */
export function commentToMarkdown(typed: string): string {
	const lines = typed.replace(/\r\n?/g, '\n').trim().split('\n');
	return lines.map((line) => escapeBlock(inlineOnly(line.trim()))).join('\n');
}

function inlineOnly(line: string): string {
	// Odd places hold the code spans.
	return line
		.split(/((?<!`)`+[^`]+`+)/)
		.map((part, place) =>
			place % 2 === 1 ? part : tagLinks(part.replace(/<(?=[a-z/!])/gi, '\\<').replace(/!(?=\[)/g, '\\!')),
		)
		.join('');
}

function escapeBlock(line: string): string {
	return line
		.replace(/^(#{1,6}|[-+*])(?=\s|$)/, '\\$1')
		.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
		.replace(/^(?=>|={2,}\s*$|-{2,}\s*$|(?:[*_]\s*){3,}$|```|~~~)/, '\\');
}

/** `[tag:hops]` and `[meta-tag:bug]` were links to the tag's page. */
function tagLinks(text: string): string {
	return text.replace(/\[(?:meta-)?tag:([^[\]\s]+)\]/g, (_, name: string) => `[${name}](${tagAddress(name)})`);
}

const hint = /^ {0,3}<!-- language(-all)?: (?:lang-)?([a-z0-9+#-]+) -->\s*$/i;

/** `<!-- language: lang-py -->` before an indented block becomes a fence that names the language; `language-all` holds for all that follow. */
function hintedCode(lines: string[]): string[] {
	if (!lines.some((line) => hint.test(line))) return lines;
	const shaped: string[] = [];
	let forAll = '';
	for (let place = 0; place < lines.length; place++) {
		const found = hint.exec(lines[place]!);
		const language = found ? found[2]!.toLowerCase() : forAll;
		if (found?.[1]) forAll = language;
		const begin = found ? skipEmpty(lines, place + 1) : place;
		const end = endOfIndented(lines, begin);
		const afterEmpty = begin === 0 || found || lines[begin - 1]?.trim() === '';
		if (end > begin && language && afterEmpty) {
			if (shaped.length > 0 && shaped.at(-1) !== '') shaped.push('');
			shaped.push(...fenced(lines.slice(begin, end), language), '');
			place = end - 1;
		} else if (!found) shaped.push(lines[place]!);
	}
	return shaped;
}

function fenced(lines: string[], language: string): string[] {
	const code = lines.map((line) => line.replace(/^(?: {4}|\t)/, ''));
	const fence = code.some((line) => line.trimStart().startsWith('```')) ? '~~~~' : '```';
	return [`${fence}${language === 'none' ? 'text' : language}`, ...code, fence];
}

const isIndented = (line: string | undefined): boolean => line !== undefined && /^(?: {4}|\t)/.test(line);

function skipEmpty(lines: string[], place: number): number {
	while (place < lines.length && lines[place]!.trim() === '') place++;
	return place;
}

/** Where the indented block that begins here ends, without the empty lines after it; `begin` itself when none begins. */
function endOfIndented(lines: string[], begin: number): number {
	let end = begin;
	for (let place = begin; place < lines.length; place++) {
		if (isIndented(lines[place]) && lines[place]!.trim() !== '') end = place + 1;
		else if (lines[place]!.trim() !== '') break;
	}
	return isIndented(lines[begin]) ? end : begin;
}

/** Changes the lines that are not in fences or indented by four: those hold code. */
function outsideCode(lines: string[], change: (line: string) => string): string[] {
	let fence = '';
	return lines.map((line) => {
		const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
		if (fence) {
			if (mark?.startsWith(fence) && line.trim() === mark) fence = '';
			return line;
		}
		if (mark) fence = mark;
		return mark || isIndented(line) ? line : change(line);
	});
}
