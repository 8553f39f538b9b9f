import { isElement, isText, parseHtml, type Node } from '../../api/src/platform/richtext/html-tree.ts';

// What our pages need beside the specification, and says nothing of a text's meaning: directions, boxes that scroll, names for
// screen readers, words for search engines, classes in place of inline style.
const ours = new Set([
	'dir',
	'tabindex',
	'role',
	'aria-label',
	'rel',
	'loading',
	'decoding',
	'referrerpolicy',
	'class',
	'align',
	'style',
]);
const blocks =
	/^(?:address|blockquote|caption|dd|details|div|dl|dt|h|hr|li|ol|p|pre|summary|table|tbody|td|tfoot|th|thead|tr|ul)$/;

/**
 * Rendered Markdown in a form in which ours and the specification's are the same where they say the same: without the
 * attributes of our pages, headings without their level (pages have their own), pictures from elsewhere as links to them,
 * addresses as browsers read them, white space between blocks left out.
 */
export function normalised(html: string): string {
	return tidy(
		parseHtml(html)
			.map((node) => written(node, { inLink: false, inPre: false }))
			.join(''),
	);
}

type Around = { inLink: boolean; inPre: boolean };

function written(node: Node, around: Around): string {
	if (isText(node)) return escape(around.inPre ? node.data : node.data.replace(/[ \t\r\n]+/g, ' '));
	if (!isElement(node)) return '';
	const name = /^h[1-6]$/.test(node.name) ? 'h' : node.name;
	const inside = { inLink: around.inLink || name === 'a', inPre: around.inPre || name === 'pre' };
	const children = () => node.children.map((child) => written(child, inside)).join('');
	const { class: classes = '', src = '', alt = '' } = node.attribs;
	if (name === 'img') {
		const words = escape(alt.trim() || src);
		return around.inLink ? words : `<a href="${address(src)}">${words}</a>`;
	}
	if (name === 'label' || (name === 'div' && classes === 'scroll') || (name === 'span' && classes.startsWith('tok-')))
		return children();
	const language = /language-\S+/.exec(classes)?.[0];
	const attributes = Object.entries(node.attribs)
		.filter(([key]) => !ours.has(key))
		.map(([key, value]) => `${key}="${key === 'href' ? address(value) : escape(value)}"`);
	const side = /align-(\w+)/.exec(classes)?.[1] ?? node.attribs.align;
	if (side) attributes.push(`align="${side}"`);
	if (language) attributes.push(`class="${language.toLowerCase()}"`);
	return `<${[name, ...attributes.toSorted()].join(' ')}>${children()}</${name}>`;
}

const escape = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** As a browser reads it, on a page of this community. */
const address = (href: string) => escape(URL.parse(href, 'https://here.invalid/')?.href ?? href);

/** Without the white space at the edges of blocks, which browsers leave out. */
function tidy(html: string): string {
	const edge = /\s*(<\/?(\w+)[^>]*>)\s*/g;
	const parts = html.split(/(<pre>[^]*?<\/pre>)/);
	return parts
		.map((part, index) =>
			index % 2 === 1
				? part
				: part.replace(edge, (whole, tag: string, name: string) => (blocks.test(name) || name === 'br' ? tag : whole)),
		)
		.join('')
		.trim();
}
