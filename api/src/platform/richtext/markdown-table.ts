import { attribute, type Element, isElement } from './html-tree.ts';
import { asParagraph, CELL, inlineMarkdown } from './markdown-inline.ts';

/** Writes a table as GFM does; the first row becomes the header, since GFM has no table without one. */
export function tableMarkdown(table: Element): string {
	const rows = rowsOf(table);
	const columns = Math.max(0, ...rows.map((row) => row.length));
	if (columns === 0) return '';
	const [head = [], ...body] = rows;
	const lines = [
		head.map(cell),
		Array.from({ length: columns }, (_, index) => alignment(head[index])),
		...body.map((row) => row.map(cell)),
	];
	return lines
		.map((line) => `| ${Array.from({ length: columns }, (_, index) => line[index] ?? '').join(' | ')} |`)
		.join('\n');
}

function rowsOf(table: Element): Element[][] {
	const children = (element: Element) => element.children.filter((child) => isElement(child));
	return children(table)
		.flatMap((child) => (child.name === 'tr' ? [child] : children(child).filter((row) => row.name === 'tr')))
		.map((row) => children(row).filter((item) => item.name === 'td' || item.name === 'th'))
		.filter((row) => row.length > 0);
}

function cell(node: Element): string {
	return asParagraph(inlineMarkdown(node.children, CELL), true);
}

function alignment(node: Element | undefined): string {
	const written = node
		? `${attribute(node, 'style') ?? ''} ${attribute(node, 'align') ?? ''} ${attribute(node, 'class') ?? ''}`
		: '';
	const side = /(?:text-align:\s*|^\s*|align-)(left|center|right)/.exec(written)?.[1];
	return side === 'center' ? ':---:' : side === 'right' ? '---:' : side === 'left' ? ':---' : '---';
}
