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

/** Which sentence comes next from a selection (`to` null: nothing is selected): the index, kept within the text. */
export function nextSentence(spans: Span[], selected: Span | null, step: 1 | -1): number {
	if (!selected) return step === 1 ? 0 : spans.length - 1;
	const at =
		step === 1
			? spans.findIndex((span) => span.from >= selected.to)
			: spans.findLastIndex((span) => span.to <= selected.from);
	if (at !== -1) return at;
	return step === 1 ? spans.length - 1 : 0;
}

const blocks = 'p, li, pre, h1, h2, h3, h4, h5, h6, td, th, blockquote, div';

/** The text of a body with its nodes; a block's end counts as the end of a line, so that no sentence runs over it. */
function read(body: HTMLElement): { text: string; nodes: { node: Text; at: number }[] } {
	const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
	const nodes: { node: Text; at: number }[] = [];
	let text = '';
	let block: Element | null | undefined;
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const own = node.parentElement?.closest(blocks);
		if (block !== undefined && own !== block) text += '\n\n';
		block = own;
		nodes.push({ node: node as Text, at: text.length });
		text += (node as Text).data;
	}
	return { text, nodes };
}

/** Selects the next (1) or previous (-1) sentence of a post's body; `extend` keeps the start of what is selected. */
export function selectSentence(body: HTMLElement, step: 1 | -1, extend: boolean): void {
	const { text, nodes } = read(body);
	const spans = sentencesIn(text, document.documentElement.lang);
	const selection = getSelection();
	if (!selection || spans.length === 0) return;
	const offsetOf = (node: Node, offset: number) => {
		const found = nodes.find((one) => one.node === node);
		return found ? found.at + offset : null;
	};
	const range = selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
	const from = range && !range.collapsed ? offsetOf(range.startContainer, range.startOffset) : null;
	const to = range && !range.collapsed ? offsetOf(range.endContainer, range.endOffset) : null;
	const selected = from !== null && to !== null ? { from, to } : null;
	const next = spans[nextSentence(spans, selected, step)];
	if (!next) return;
	const wanted = extend && selected ? { from: selected.from, to: Math.max(selected.to, next.to) } : next;
	const place = (offset: number, end: boolean) => {
		const found = nodes.findLast((one) => (end ? one.at < offset : one.at <= offset));
		return found ? ([found.node, Math.min(found.node.length, offset - found.at)] as const) : undefined;
	};
	const [start, end] = [place(wanted.from, false), place(wanted.to, true)];
	if (!start || !end) return;
	selection.setBaseAndExtent(...start, ...end);
	start[0].parentElement?.scrollIntoView({ block: 'nearest' });
}
