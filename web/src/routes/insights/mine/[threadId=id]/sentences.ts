/** Where one sentence of a text lies: `from` included, `to` not. */
export type Span = { from: number; to: number };

/** The sentences of a text, without the space around them. */
export function sentencesIn(text: string, language?: string): Span[] {
	const segments = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text);
	return [...segments].flatMap(({ segment, index }) => {
		const words = segment.trim();
		if (!words) return [];
		const from = index + segment.indexOf(words);
		return [{ from, to: from + words.length }];
	});
}

/**
 * Which sentence comes next from a selection (`to` null: nothing is selected, `inView` is the first that can be seen): its index, or
 * null where the text ends.
 */
export function nextSentence(spans: Span[], selected: Span | null, step: 1 | -1, inView = 0): number | null {
	if (!selected) return spans.length === 0 ? null : step === 1 ? inView : spans.length - 1;
	const at =
		step === 1
			? spans.findIndex((span) => span.from >= selected.to)
			: spans.findLastIndex((span) => span.to <= selected.from);
	return at === -1 ? null : at;
}

const blocks = 'p, li, pre, h1, h2, h3, h4, h5, h6, td, th, blockquote, div';

type Read = { text: string; nodes: { node: Text; at: number }[]; spans: Span[] };

/**
 * The text of a body with its nodes and sentences. A block's end counts as the end of a line, so that no sentence runs over it; a
 * block of code is one sentence.
 */
function read(body: HTMLElement): Read {
	const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
	const nodes: Read['nodes'] = [];
	const code: Span[] = [];
	let text = '';
	let block: Element | null | undefined;
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const own = node.parentElement?.closest(blocks);
		if (block !== undefined && own !== block) text += '\n\n';
		if (own?.tagName === 'PRE') {
			if (own !== block) code.push({ from: text.length, to: text.length });
			code.at(-1)!.to = text.length + (node as Text).data.trimEnd().length;
		}
		block = own;
		nodes.push({ node: node as Text, at: text.length });
		text += (node as Text).data;
	}
	const inCode = (span: Span) => code.some(({ from, to }) => span.from < to && span.to > from);
	const prose = sentencesIn(text, document.documentElement.lang).filter((span) => !inCode(span));
	const spans = [...prose, ...code.filter(({ from, to }) => to > from)].sort((one, other) => one.from - other.from);
	return { text, nodes, spans };
}

/** Below the header that covers the top of the page, in CSS pixels. */
const covered = 90;

/**
 * Selects the next (1) or previous (-1) sentence of a post's body, from what is selected, else from what can be seen; `extend` keeps
 * the start of what is selected. False where the body has no further one.
 */
export function selectSentence(body: HTMLElement, step: 1 | -1, extend: boolean): boolean {
	const { nodes, spans } = read(body);
	const selection = getSelection();
	if (!selection) return false;
	const offsetOf = (node: Node, offset: number) => {
		const found = nodes.find((one) => one.node === node);
		return found ? found.at + offset : null;
	};
	const place = (offset: number, end: boolean) => {
		const found = nodes.findLast((one) => (end ? one.at < offset : one.at <= offset));
		return found ? ([found.node, Math.min(found.node.length, offset - found.at)] as const) : undefined;
	};
	const isSeen = ({ to }: Span) => {
		const end = place(to, true);
		if (!end) return false;
		const range = document.createRange();
		range.setStart(...end);
		return range.getBoundingClientRect().bottom > covered;
	};
	const range = selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
	const from = range && !range.collapsed ? offsetOf(range.startContainer, range.startOffset) : null;
	const to = range && !range.collapsed ? offsetOf(range.endContainer, range.endOffset) : null;
	const selected = from !== null && to !== null ? { from, to } : null;
	const inView = selected ? 0 : Math.max(0, spans.findIndex(isSeen));
	const index = nextSentence(spans, selected, step, inView);
	const next = index === null ? undefined : spans[index];
	if (!next) return false;
	const wanted = extend && selected ? { from: selected.from, to: Math.max(selected.to, next.to) } : next;
	const [start, end] = [place(wanted.from, false), place(wanted.to, true)];
	if (!start || !end) return false;
	selection.setBaseAndExtent(...start, ...end);
	start[0].parentElement?.scrollIntoView({ block: 'nearest' });
	return true;
}
