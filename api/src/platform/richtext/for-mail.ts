import { withoutCards } from './cards.ts';

const TAG = /<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g;
const ATTRIBUTE = / ([a-z-]+)(?:="([^"]*)")?/g;
// Classes belong to our style sheet, the rest to scrolling, keyboards and loading: a mail has none of these.
const KEPT = new Set([
	'href',
	'src',
	'alt',
	'title',
	'width',
	'height',
	'dir',
	'start',
	'value',
	'colspan',
	'rowspan',
	'type',
	'checked',
	'disabled',
]);

/** A rendered body for a mail, without the cards of links: addresses in full (`origin` without a slash at its end), no classes, no scrolling boxes. */
export function htmlForMail(html: string, origin: string): string {
	return withoutCards(html).replace(TAG, (_whole, name: string, attributes: string) => {
		const kept = attributes.replace(ATTRIBUTE, (attribute: string, key: string, value: string | undefined) => {
			if (!KEPT.has(key)) return '';
			return (key === 'href' || key === 'src') && value !== undefined
				? ` ${key}="${inFull(value, origin)}"`
				: attribute;
		});
		return `<${name}${kept}>`;
	});
}

function inFull(address: string, origin: string): string {
	if (/^(?:https?|mailto):/i.test(address)) return address;
	return `${origin}${address.startsWith('/') ? '' : '/'}${address}`;
}
