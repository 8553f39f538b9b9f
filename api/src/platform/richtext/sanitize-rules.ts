import type { Attributes, Tag } from 'sanitize-html';
import { imageAttributes } from './addresses.ts';
import { imageTarget, linkTarget, OUTSIDE_REL } from './links.ts';
import type { OpenElements } from './open-elements.ts';
import type { RenderOptions } from './options.ts';
import { replacedTags } from './tags.ts';

type Rule = (attributes: Attributes, open: OpenElements, options: RenderOptions) => Tag;

const NUMERIC = new Set(['colspan', 'rowspan', 'start', 'value', 'width', 'height']);

/** Decides what a tag goes out as; attributes that this returns are still held against the sanitiser's lists. */
export function rewriteTag(written: string, given: Attributes, open: OpenElements, options: RenderOptions): Tag {
	const name = replacedTags[written] ?? written;
	if (!open.fits(name)) {
		// sanitize-html loses count of closing tags when a rule returns a tag that is not kept; bare spans go out later.
		open.rename('');
		return plain('span');
	}
	const attributes = Object.fromEntries(Object.entries(given).filter(([key, value]) => plausible(key, value)));
	const tag = rules[name]?.(attributes, open, options) ?? { tagName: name, attribs: attributes };
	open.rename(tag.tagName);
	return tag;
}

/** An image where it may be shown, else a link to it, else its words. */
export function rewriteImage(attributes: Attributes, open: OpenElements, options: RenderOptions): Tag {
	const target = imageTarget(attributes.src ?? '', options.origin, options.allowRemoteImages);
	const alt = attributes.alt?.trim() ?? '';
	if (!target) return { tagName: 'span', attribs: {}, text: alt };
	if (!target.shown) {
		const text = alt || target.src;
		return open.within('a')
			? { tagName: 'span', attribs: {}, text }
			: { ...link({ href: target.src }, open, options), text };
	}
	const { width, height, title } = attributes;
	return {
		tagName: 'img',
		attribs: {
			src: target.src,
			alt,
			...(title && { title }),
			...(width && height && { width, height }),
			...Object.fromEntries(imageAttributes(target.fileId, options)),
		},
	};
}

function plausible(key: string, value: string): boolean {
	if (key === 'dir') return /^(?:auto|ltr|rtl)$/.test(value);
	if (key === 'scope') return /^(?:col|row)$/.test(value);
	return !NUMERIC.has(key) || /^\d{1,4}$/.test(value);
}

const rules: Record<string, Rule> = {
	a: link,
	img: rewriteImage,
	input: box,
	// Outside lists of their own, browsers let these end the list items of the page around the body.
	li: (attributes, open) => (open.within('ul', 'ol') ? { tagName: 'li', attribs: attributes } : stray(open)),
	dt: (_attributes, open) => (open.within('dl') ? plain('dt') : stray(open)),
	dd: (_attributes, open) => (open.within('dl') ? plain('dd') : stray(open)),
	center: (_attributes, open) => stray(open),
	div: (attributes) => ({
		tagName: 'div',
		attribs: attributes.class === 'scroll' ? scrollBox(attributes) : direction(attributes),
	}),
	pre: () => ({ tagName: 'pre', attribs: { dir: 'ltr', tabindex: '0' } }),
};

function plain(tagName: string): Tag {
	return { tagName, attribs: {} };
}

/** A block that may not be what it says; inside a paragraph only something inline leaves the paragraph whole. */
function stray(open: OpenElements): Tag {
	return plain(open.within('p') ? 'span' : 'div');
}

function link(attributes: Attributes, open: OpenElements, options: RenderOptions): Tag {
	const target = linkTarget(attributes.href ?? '', options.origin);
	if (!target || open.within('a')) return plain('span');
	const mention = attributes.class === 'mention' && target.href.startsWith('/members/');
	return {
		tagName: 'a',
		attribs: {
			...(mention && { class: 'mention' }),
			href: target.href,
			...(attributes.title && { title: attributes.title }),
			...(target.external && { rel: OUTSIDE_REL }),
		},
	};
}

/** Only the disabled box of a task list: any other field could ask for a password. */
function box(attributes: Attributes): Tag {
	if (attributes.type !== 'checkbox') return plain('span');
	return {
		tagName: 'input',
		attribs: { type: 'checkbox', disabled: '', ...('checked' in attributes && { checked: '' }) },
	};
}

function direction({ dir }: Attributes): Attributes {
	return dir === undefined ? {} : { dir };
}

function scrollBox(attributes: Attributes): Attributes {
	const label = attributes['aria-label'];
	return { class: 'scroll', tabindex: '0', ...(label && { role: 'group', 'aria-label': label }) };
}
