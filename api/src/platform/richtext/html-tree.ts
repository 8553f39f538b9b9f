import { parseDocument } from 'htmlparser2';

type Document = ReturnType<typeof parseDocument>;
/** A node of parsed HTML: an element, a text or something to pass over. */
export type Node = Document['childNodes'][number];
/** A parsed element. */
export type Element = Extract<Node, { attribs: unknown }>;
/** A parsed text. */
export type Text = Extract<Node, { nodeType: 3 }>;

/** Parses HTML leniently, as sanitize-html does. */
export function parseHtml(html: string): readonly Node[] {
	return parseDocument(html).childNodes;
}

/** True for elements. */
export function isElement(node: Node): node is Element {
	return 'attribs' in node;
}

/** True for texts. */
export function isText(node: Node): node is Text {
	return node.nodeType === 3;
}

/** An attribute's value, if it has one. */
export function attribute(element: Element, name: string): string | undefined {
	return element.attribs[name];
}

/** All text inside a node; without recursion, because hostile HTML can be nested without end. */
export function textOf(node: Node): string {
	let text = '';
	const waiting: Node[] = [node];
	for (let current = waiting.pop(); current; current = waiting.pop()) {
		if (isText(current)) text += current.data;
		else if (isElement(current))
			for (let i = current.children.length - 1; i >= 0; i--) waiting.push(current.children[i]!);
	}
	return text;
}
