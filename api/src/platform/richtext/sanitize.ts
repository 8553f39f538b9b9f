import sanitize from 'sanitize-html';
import type { RenderOptions } from './options.ts';
import { rewriteImage, rewriteTag } from './sanitize-rules.ts';
import { OpenElements } from './open-elements.ts';
import { keptTags } from './tags.ts';

/** Elements inside one another beyond this are unwrapped: browsers give up at 512, and deep trees are slow everywhere. */
const DEEPEST = 120;

/**
 * Keeps the harmless part of any HTML: known tags, known attributes, addresses by the rules of `links.ts`; balanced for
 * every browser, so that it cannot end an element of the page around it. Tags that are not kept leave their text behind.
 */
export function sanitizeHtml(html: string, options: RenderOptions = {}): string {
	const open = new OpenElements();
	const clean = sanitize(html, {
		allowedTags: [...keptTags],
		allowedAttributes,
		allowedClasses,
		allowedSchemes: ['http', 'https', 'mailto'],
		allowProtocolRelative: false,
		selfClosing: ['br', 'hr', 'img', 'input', 'wbr'],
		nestingLimit: DEEPEST,
		parseStyleAttributes: false,
		onOpenTag: (name) => open.enter(name),
		onCloseTag: () => open.leave(),
		transformTags: {
			// By name as well: only rules by name may set the text of what they return.
			img: (_name, attributes) => rewriteImage(attributes, open, options),
			'*': (name, attributes) => rewriteTag(name, attributes, open, options),
		},
	});
	// Every `>` in text and attributes is written `&gt;`, so this can only be the end of a tag.
	return scrollTables(withoutBareSpans(clean.replaceAll(' />', '>')));
}

const ALIGNED = ['align-left', 'align-center', 'align-right'];

const allowedAttributes: Record<string, string[]> = {
	'*': ['dir'],
	a: ['href', 'title', 'rel'],
	abbr: ['title'],
	details: ['open'],
	div: ['tabindex', 'role', 'aria-label'],
	img: ['src', 'alt', 'title', 'width', 'height', 'loading', 'decoding', 'referrerpolicy'],
	input: ['type', 'disabled', 'checked'],
	li: ['value'],
	ol: ['start', 'reversed'],
	pre: ['tabindex'],
	td: ['colspan', 'rowspan'],
	th: ['colspan', 'rowspan', 'scope'],
};

const allowedClasses: Record<string, (string | RegExp)[]> = {
	a: ['mention'],
	code: [/^language-[a-z0-9+#-]{1,20}$/],
	div: ['scroll'],
	li: ['task'],
	p: ['quoted'],
	span: [/^tok-[a-z]{1,20}$/],
	td: ALIGNED,
	th: ALIGNED,
};

/** Takes out spans without attributes, which is what the rules make of tags that may not stand where they were. */
function withoutBareSpans(html: string): string {
	if (!html.includes('<span>')) return html;
	const bare: boolean[] = [];
	return html.replace(/<span( [^<>]*)?>|<\/span>/g, (found) => {
		if (found === '</span>') return bare.pop() ? '' : found;
		bare.push(found === '<span>');
		return found === '<span>' ? '' : found;
	});
}

/** Puts tables that members wrote as HTML into the same scrolling box as those of Markdown. */
function scrollTables(html: string): string {
	const added: boolean[] = [];
	return html.replace(
		/(<div class="scroll"[^<>]*>\n?)?<table\b[^<>]*>|<\/table>/g,
		(found, box: string | undefined) => {
			if (found !== '</table>') {
				added.push(box === undefined);
				return box === undefined ? `<div class="scroll" tabindex="0">${found}` : found;
			}
			return added.pop() ? `${found}</div>` : found;
		},
	);
}
