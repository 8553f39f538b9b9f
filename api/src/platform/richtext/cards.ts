import { escapeHtml, unescapeHtml } from './escape.ts';
import { linkTarget, OUTSIDE_REL } from './links.ts';

/** What a card says of the page that a link leads to; all of it plain text. */
export interface Card {
	title: string;
	description?: string;
	/** Where it leads, or what is to be known of it: the host, “✓ solved”. */
	note: string;
}

// The shape in which this folder writes a paragraph that holds one link and nothing else; only outermost ones carry `dir`.
const ALONE = /<p dir="auto"><a href="([^"]*)"(?: rel="[^"]*")?>([^<]*)<\/a><\/p>/g;
// No member can write this class: the sanitiser lets `scroll` alone through on a div.
const CARD = /\n<div class="unfurl"[^>]*>.*?<\/div>/gs;

/** The addresses that stand in the open, alone in a paragraph, each once, in order. `origin` is the community's own. */
export function bareLinks(html: string, origin: string): string[] {
	const found = [...html.matchAll(ALONE)].filter(([, href = '', words = '']) => isBare(href, words, origin));
	return [...new Set(found.map(([, href = '']) => unescapeHtml(href)))];
}

/** Puts a card under each paragraph that is a bare link to one of these addresses. */
export function withCards(html: string, origin: string, cards: ReadonlyMap<string, Card>): string {
	if (cards.size === 0) return html;
	return html.replace(ALONE, (paragraph, href: string, words: string) => {
		const card = cards.get(unescapeHtml(href));
		return card && isBare(href, words, origin) ? `${paragraph}\n${written(href, card, origin)}` : paragraph;
	});
}

/** The same body with its links as they were written. */
export function withoutCards(html: string): string {
	return html.includes('class="unfurl"') ? html.replace(CARD, '') : html;
}

/** Whether the words of a link are its own address, as far as a reader is concerned. */
function isBare(href: string, words: string, origin: string): boolean {
	const target = linkTarget(unescapeHtml(words), origin);
	return target !== undefined && comparable(target.href) === comparable(unescapeHtml(href));
}

/** Words show an address decoded, and `www.` stands for either scheme. */
function comparable(href: string): string {
	return (URL.parse(href, 'https://here.invalid')?.href ?? href).replace(/^https?:/, '');
}

function written(href: string, { title, description = '', note }: Card, origin: string): string {
	const rel = linkTarget(unescapeHtml(href), origin)?.external ? ` rel="${OUTSIDE_REL}"` : '';
	const more = description === '' ? '' : `<span>${escapeHtml(description)}</span>`;
	return `<div class="unfurl" dir="auto"><a href="${href}"${rel}>${escapeHtml(title)}</a>${more}<small>${escapeHtml(note)}</small></div>`;
}
