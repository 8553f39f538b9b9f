import { findQuote, quoteAt, trimmed } from '@ikatan/contracts/anchor';
import type { Span, TextQuote } from '@ikatan/contracts/anchor';
import { bodyAround } from './body.ts';
import { ReadText } from './readText.ts';
import type { Place } from './readText.ts';

/** Words of one post that somebody has selected. `from` and `to` count in the text of the body (see ReadText). */
export type Passage = TextQuote & Span & { postId: number; body: HTMLElement; range: Range };

/** What is selected in a post; of a selection across several posts, the part in the first of them. */
export function passageOf(selection: Selection | null): Passage | undefined {
	if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
	const range = selection.getRangeAt(0);
	const body = bodyAround(range.startContainer) ?? bodyAround(range.endContainer);
	return body ? passageIn(body, range) : undefined;
}

/** All words of a post. */
export function wholePassage(body: HTMLElement): Passage | undefined {
	const range = document.createRange();
	range.selectNodeContents(body);
	return passageIn(body, range);
}

/** The range of words that were described before, by the same post's body as it stands now; undefined when they are gone. */
export function rangeOf(body: HTMLElement, quote: TextQuote): Range | undefined {
	const read = new ReadText(body);
	const span = findQuote(read.text, quote);
	return span && asRange(read, span);
}

function passageIn(body: HTMLElement, range: Range): Passage | undefined {
	const read = new ReadText(body);
	const from = body.contains(range.startContainer)
		? read.indexOf({ node: range.startContainer, offset: range.startOffset })
		: 0;
	const to = body.contains(range.endContainer)
		? read.indexOf({ node: range.endContainer, offset: range.endOffset })
		: read.text.length;
	const span = trimmed(read.text, { from, to });
	const exactly = asRange(read, span);
	return exactly && { ...quoteAt(read.text, span), ...span, postId: Number(body.dataset.body), body, range: exactly };
}

function asRange(read: ReadText, { from, to }: Span): Range | undefined {
	const places = read.placesOf(from, to);
	if (!places) return undefined;
	const range = document.createRange();
	const start = places.start.node as Node;
	const end = places.end.node as Node;
	if (isInside(start)) range.setStart(start, places.start.offset);
	else range.setStartBefore(start);
	if (isInside(end)) range.setEnd(end, places.end.offset);
	else range.setEndAfter(end);
	return range;
}

/** Words have places within; an image or a block boundary has only a before and a behind. */
const isInside = (node: Node): node is Node & Place['node'] => node.nodeType === Node.TEXT_NODE;
