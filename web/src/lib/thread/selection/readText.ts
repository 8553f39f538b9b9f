/** As much of a DOM node as reading its text takes, so that it can be tested without a browser. */
export type TextNode = {
	readonly nodeType: number;
	readonly nodeName: string;
	readonly nodeValue?: string | null;
	readonly childNodes: ArrayLike<TextNode>;
};
/** A place in a tree, as ranges have them; of an image, 0 is before it and 1 behind it. */
export type Place = { node: TextNode; offset: number };

const text = 3;
const element = 1;
/** Elements that stand on lines of their own: their words do not run into those beside them. */
const apart = new Set(
	(
		'ADDRESS BLOCKQUOTE BR CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE H1 H2 H3 H4 H5 H6 HR LI OL P PRE SUMMARY TABLE TBODY ' +
		'TD TFOOT TH THEAD TR UL'
	).split(' '),
);

export const isText = (node: TextNode): boolean => node.nodeType === text;
export const attributeOf = (node: TextNode, name: string): string =>
	(node as { getAttribute?: (name: string) => string | null }).getAttribute?.(name) ?? '';
/** The cards under links come and go without an edit: no passage reaches into them. */
export const isCard = (node: TextNode): boolean => attributeOf(node, 'class').split(' ').includes('unfurl');

/**
 * The text of a post's body, as people read it: every run of white space is one space, blocks are set apart by one, images stand as
 * their alternative text. It equals the API's `plain_text` with white space treated alike, so that both count the same.
 */
export class ReadText {
	text = '';
	/** Where each UTF-16 unit of the text stands. */
	readonly #places: Place[] = [];
	readonly #bounds = new Map<TextNode, { from: number; to: number }>();
	#space: Place | undefined;

	constructor(root: TextNode) {
		this.#read(root);
	}

	/** How much of the text lies before a place within the root. */
	indexOf({ node, offset }: Place): number {
		const bounds = this.#bounds.get(node);
		if (!bounds) return 0;
		if (!isText(node)) {
			const child = node.childNodes[offset];
			return (child && this.#bounds.get(child)?.from) ?? bounds.to;
		}
		let index = bounds.from;
		while (index < bounds.to && this.#before(index, node, offset)) index += 1;
		return index;
	}

	/** The places at which a part of the text begins and ends; undefined for an empty one. */
	placesOf(from: number, to: number): { start: Place; end: Place } | undefined {
		const [start, last] = [this.#places[from], this.#places[to - 1]];
		if (!start || !last || to <= from) return undefined;
		return { start, end: { node: last.node, offset: last.offset + 1 } };
	}

	#before(index: number, node: TextNode, offset: number): boolean {
		const place = this.#places[index];
		return place?.node !== node || place.offset < offset;
	}

	#read(node: TextNode): void {
		const from = this.text.length;
		if (isText(node)) this.#take(node.nodeValue ?? '', (offset) => ({ node, offset }));
		else if (node.nodeType === element && !isCard(node)) this.#enter(node);
		this.#bounds.set(node, { from, to: this.text.length });
	}

	#enter(node: TextNode): void {
		const stands = apart.has(node.nodeName);
		if (stands) this.#space ??= { node, offset: 0 };
		if (node.nodeName === 'IMG') this.#take(` ${attributeOf(node, 'alt')} `, () => ({ node, offset: 0 }));
		for (const child of Array.from(node.childNodes)) this.#read(child);
		if (stands) this.#space ??= { node, offset: 0 };
	}

	#take(written: string, place: (offset: number) => Place): void {
		for (let offset = 0; offset < written.length; offset++) {
			const unit = written[offset] ?? '';
			if (/\s/.test(unit)) this.#space ??= place(offset);
			else {
				if (this.#space && this.text !== '') this.#put(' ', this.#space);
				this.#space = undefined;
				this.#put(unit, place(offset));
			}
		}
	}

	#put(unit: string, place: Place): void {
		this.text += unit;
		this.#places.push(place);
	}
}
