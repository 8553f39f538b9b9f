/** A text with its selection, as a textarea has them. */
export type Selected = { text: string; start: number; end: number };
/** What to put in place of a part of the text, and what is selected afterwards. */
export type Edit = { from: number; to: number; insert: string; start: number; end: number };
export type Command = 'bold' | 'italic' | 'code' | 'quote' | 'list' | 'numbered' | 'link';

/** What a press of a toolbar button does to the text; a second press takes it back. `words` stand where nothing is selected. */
export function edit(command: Command, selected: Selected, words: { text: string; link: string }): Edit {
	if (command === 'bold') return wrapped(selected, '**', words.text);
	if (command === 'italic') return wrapped(selected, '_', words.text);
	if (command === 'code') return code(selected, words.text);
	if (command === 'link') return link(selected, words.link);
	return lined(selected, command);
}

/** Puts marks around the selection, or takes them away where they stand already. */
function wrapped({ text, start, end }: Selected, mark: string, placeholder: string): Edit {
	const inner = text.slice(start, end);
	const outside = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
	if (inner && outside) {
		const from = start - mark.length;
		return { from, to: end + mark.length, insert: inner, start: from, end: from + inner.length };
	}
	if (inner.length > 2 * mark.length && inner.startsWith(mark) && inner.endsWith(mark)) {
		const bare = inner.slice(mark.length, -mark.length);
		return { from: start, to: end, insert: bare, start, end: start + bare.length };
	}
	// Marks beside a space are no marks in Markdown: spaces at the ends stay outside.
	const [, before = '', core = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(inner) ?? [];
	const shown = core || placeholder;
	const at = start + before.length + mark.length;
	return { from: start, to: end, insert: before + mark + shown + mark + after, start: at, end: at + shown.length };
}

function code(selected: Selected, placeholder: string): Edit {
	const { text, start, end } = selected;
	const inner = text.slice(start, end);
	if (!inner.includes('\n')) return wrapped(selected, '`', placeholder);
	const fence = inner.includes('```') ? '````' : '```';
	const opening = start > 0 && text[start - 1] !== '\n' ? `\n${fence}\n` : `${fence}\n`;
	const closing = `${inner.endsWith('\n') ? '' : '\n'}${fence}${text[end] === '\n' || end === text.length ? '' : '\n'}`;
	const at = start + opening.length;
	return { from: start, to: end, insert: opening + inner + closing, start: at, end: at + inner.length };
}

/** A selected address becomes the link's target, other text its words. */
function link({ text, start, end }: Selected, placeholder: string): Edit {
	const inner = text.slice(start, end).trim();
	if (/^(https?:\/\/|www\.)\S+$/i.test(inner)) {
		return {
			from: start,
			to: end,
			insert: `[${placeholder}](${inner})`,
			start: start + 1,
			end: start + 1 + placeholder.length,
		};
	}
	const shown = inner || placeholder;
	const at = start + shown.length + 3;
	return { from: start, to: end, insert: `[${shown}](https://)`, start: at, end: at + 8 };
}

const marks = { quote: /^> ?/, list: /^[-*] /, numbered: /^\d+[.)] / };

/** Marks every line that the selection touches, or takes the marks away where all of them have it. */
function lined({ text, start, end }: Selected, kind: keyof typeof marks): Edit {
	const from = text.lastIndexOf('\n', start - 1) + 1;
	const next = text.indexOf('\n', Math.max(end - 1, start));
	const to = next < 0 ? text.length : next;
	const lines = text.slice(from, to).split('\n');
	const marked = lines.every((line) => marks[kind].test(line));
	const changed = lines.map((line, place) => {
		if (marked) return line.replace(marks[kind], '');
		if (kind === 'quote') return `> ${line}`;
		const bare = line.replace(marks.list, '').replace(marks.numbered, '');
		return kind === 'list' ? `- ${bare}` : `${place + 1}. ${bare}`;
	});
	// A list or quote right below a paragraph would be taken for a part of it.
	const apart = !marked && from > 1 && text[from - 2] !== '\n' ? '\n' : '';
	const insert = apart + changed.join('\n');
	const caret = from + insert.length;
	return { from, to, insert, start: start === end ? caret : from + apart.length, end: caret };
}

/** What Enter does inside a list or quote: the next line goes on with its mark; on an empty item it ends the list. */
export function goOn({ text, start, end }: Selected): Edit | undefined {
	if (start !== end) return undefined;
	const from = text.lastIndexOf('\n', start - 1) + 1;
	const line = text.slice(from, start);
	const [mark = '', indent = '', sign = ''] = /^(\s*)([-*] (?:\[[ xX]\] )?|\d{1,9}[.)] |> )/.exec(line) ?? [];
	if (!mark) return undefined;
	const lineEnd = text.indexOf('\n', start);
	const rest = text.slice(start, lineEnd < 0 ? text.length : lineEnd);
	if (line === mark && !rest) return { from, to: start, insert: '', start: from, end: from };
	const number = /^\d+/.exec(sign)?.[0];
	const next =
		number === undefined ? sign.replace(/\[[xX]\]/, '[ ]') : sign.replace(number, String(Number(number) + 1));
	const insert = `\n${indent}${next}`;
	return { from: start, to: start, insert, start: start + insert.length, end: start + insert.length };
}

/** Words pasted over a selection as an address make a link of the selected words. */
export function pastedAddress({ text, start, end }: Selected, pasted: string): Edit | undefined {
	const address = pasted.trim();
	const inner = text.slice(start, end);
	if (!inner.trim() || inner.includes('\n') || !/^https?:\/\/\S+$/i.test(address) || /^https?:\/\//i.test(inner))
		return undefined;
	const insert = `[${inner}](${address})`;
	return { from: start, to: end, insert, start: start + insert.length, end: start + insert.length };
}

/** Puts a block such as a quotation behind the selection, with an empty line on either side; the caret comes behind it. */
export function ownBlock({ text, end }: Selected, markdown: string): Edit {
	const before = text.slice(0, end);
	const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
	const insert = `${gap}${markdown}\n\n`;
	return { from: end, to: end, insert, start: end + insert.length, end: end + insert.length };
}
