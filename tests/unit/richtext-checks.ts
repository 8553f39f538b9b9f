import { parseHtml, isElement, type Element, type Node } from '../../api/src/platform/richtext/html-tree.ts';

const TAGS = new Set(
	(
		'a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h3 h4 h5 h6 hr i img input ins ' +
		'kbd label li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr'
	).split(' '),
);
const ATTRIBUTES = new Set(
	(
		'href src alt title width height loading decoding referrerpolicy class dir tabindex role aria-label rel type checked disabled ' +
		'open start reversed value colspan rowspan scope'
	).split(' '),
);
const CLASS = /^(?:mention|scroll|task|align-(?:left|center|right)|language-[a-z0-9+#-]+|tok-[a-z]+)$/;
const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr']);

/** Every element of some HTML, in order. */
export function elementsOf(html: string): Element[] {
	const found: Element[] = [];
	const walk = (nodes: readonly Node[]) => {
		for (const node of nodes) {
			if (!isElement(node)) continue;
			found.push(node);
			walk(node.children);
		}
	};
	walk(parseHtml(html));
	return found;
}

/** What is dangerous in some HTML, in words; empty when nothing is. */
export function dangersIn(html: string): string[] {
	return [...unbalancedIn(html), ...elementsOf(html).flatMap(dangersOf)];
}

function dangersOf(element: Element): string[] {
	const dangers = TAGS.has(element.name) ? [] : [`tag ${element.name}`];
	for (const [name, value] of Object.entries(element.attribs)) {
		if (!ATTRIBUTES.has(name)) dangers.push(`attribute ${name}`);
		if (name === 'class' && !value.split(' ').every((word) => CLASS.test(word))) dangers.push(`class ${value}`);
		if (name === 'href' || name === 'src') dangers.push(...dangersOfAddress(element.name, value));
	}
	if (element.name === 'input' && (element.attribs.type !== 'checkbox' || !('disabled' in element.attribs)))
		dangers.push('field');
	return dangers;
}

/** Reads the address as browsers do, after they have dropped tabs, line breaks and leading control characters. */
function dangersOfAddress(tag: string, value: string): string[] {
	const url = URL.parse(value, 'https://community.invalid/threads/1');
	if (!url || !['http:', 'https:', 'mailto:'].includes(url.protocol)) return [`address ${value}`];
	return tag === 'img' && url.host !== 'community.invalid' ? [`outside image ${value}`] : [];
}

/** Tags that are not closed in the order they were opened, or stand where a browser would move them in a table. */
function unbalancedIn(html: string): string[] {
	const open: string[] = [];
	const problems: string[] = [];
	for (const [, slash, name = ''] of html.matchAll(/<(\/?)([^\s/>]*)[^>]*>/g)) {
		if (slash) {
			const last = open.pop();
			if (last !== name) problems.push(`</${name}> closes <${last ?? 'the page'}>`);
			continue;
		}
		const parent = open.at(-1) ?? '';
		const inside = {
			tr: /^(?:table|thead|tbody|tfoot)$/,
			td: /^tr$/,
			th: /^tr$/,
			thead: /^table$/,
			tbody: /^table$/,
			caption: /^table$/,
		}[name];
		if (inside ? !inside.test(parent) : /^(?:table|thead|tbody|tfoot|tr)$/.test(parent))
			problems.push(`<${name}> in <${parent}>`);
		if (name === 'li' && !open.some((tag) => tag === 'ul' || tag === 'ol')) problems.push('<li> without a list');
		if (!VOID.has(name)) open.push(name);
	}
	return [...problems, ...open.map((name) => `<${name}> stays open`)];
}
