/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What of a page hands over its words and its dangers. */
export type Seen = { dangers: string[]; missing: string[] };

/** Pages to look through: as parsed from `html`, or the one that is open. */
export type Looked = { here: string; pages: { html?: string; expected: string[] }[] };

/**
 * Runs in the page. Names what could run or call away, and which of the expected words are the whole text of no element, field
 * or attribute. It stands alone, without imports: its source travels into the browser.
 */
export function lookThrough({ pages, here }: Looked): Seen[] {
	let dangers: string[] = [];
	let shown = new Set<string>();
	const plain = (text: string) => text.replace(/[\s\u0085]+/gu, ' ').trim();
	const addresses = [
		'href',
		'src',
		'action',
		'formaction',
		'xlink:href',
		'data',
		'poster',
		'background',
		'ping',
		'cite',
	];
	const loads = (element: Element, name: string) =>
		name !== 'href' || ['LINK', 'USE', 'use', 'image', 'BASE'].includes(element.tagName);
	const ours = /^(?:\/_app\/|https?:\/\/localhost)/;

	const lookAtAddress = (element: Element, name: string, value: string) => {
		const url = URL.parse(value, here);
		const tag = element.tagName.toLowerCase();
		if (value.trim() === '') return;
		if (!url || !['http:', 'https:', 'mailto:', 'data:', 'blob:'].includes(url.protocol))
			return dangers.push(`${tag} ${name}=${value}`);
		if ((url.protocol === 'data:' || url.protocol === 'blob:') && !/^(?:img|source)$/.test(tag))
			return dangers.push(`${tag} ${name}=${value}`);
		if (
			loads(element, name) &&
			name !== 'cite' &&
			/^https?:$/.test(url.protocol) &&
			url.origin !== new URL(here).origin
		)
			dangers.push(`${tag} loads ${value}`);
	};
	const lookAt = (element: Element) => {
		const tag = element.tagName.toLowerCase();
		if (/^(?:iframe|frame|frameset|object|embed|applet|base|portal|marquee|foreignobject|animate|set|math)$/.test(tag))
			dangers.push(`tag ${tag}`);
		if (tag === 'script') {
			const source = element.getAttribute('src');
			const inert =
				element.getAttribute('type') === 'application/ld+json' || element.getAttribute('type') === 'application/json';
			const kit = /^\s*\{\s*(?:const\s+)?__sveltekit_/.test(element.textContent ?? '');
			if (source ? !ours.test(source) : !inert && !kit)
				dangers.push(`script ${(source ?? element.textContent ?? '').slice(0, 80)}`);
			if (inert && tag === 'script') {
				try {
					JSON.parse(element.textContent ?? '');
				} catch {
					dangers.push('structured data that is no JSON');
				}
			}
		}
		if (
			tag === 'meta' &&
			element.getAttribute('http-equiv') &&
			!/content-security-policy/i.test(element.getAttribute('http-equiv')!)
		)
			dangers.push(`meta ${element.getAttribute('http-equiv')}`);
		for (const { name, value } of element.attributes) {
			// Svelte marks pictures and frames that load before its scripts do, with these words and no others.
			if (/^on/i.test(name) && value !== 'this.__e=event') dangers.push(`${tag} ${name}=${value}`);
			if (name === 'srcdoc' || (name === 'style' && /url\(|expression|@import|behavior/i.test(value)))
				dangers.push(`${tag} ${name}=${value}`);
			if (addresses.includes(name.toLowerCase())) lookAtAddress(element, name, value);
			if (value.length < 20_000) shown.add(plain(value));
		}
		if (!/^(?:script|style|template|html|body)$/.test(tag) && (element.textContent?.length ?? 0) < 20_000)
			shown.add(plain(element.textContent ?? ''));
		if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) shown.add(plain(element.value));
		if (element instanceof HTMLTemplateElement) element.content.querySelectorAll('*').forEach(lookAt);
	};
	return pages.map(({ html, expected }) => {
		dangers = [];
		shown = new Set();
		const root = html === undefined ? document : new DOMParser().parseFromString(html, 'text/html');
		root.querySelectorAll('*').forEach(lookAt);
		return { dangers: [...new Set(dangers)], missing: expected.filter((text) => !shown.has(text)) };
	});
}
