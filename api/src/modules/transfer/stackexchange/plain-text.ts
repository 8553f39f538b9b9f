import { parseHtml, textOf } from '../../../platform/richtext/html-tree.ts';

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of simple HTML, a line per block and an address behind each link that does not show it; for texts that hold no markup here. */
export function htmlToPlainText(html: string): string {
	return decodeEntities(
		html
			.replace(/<a\b[^<>]*?\bhref="([^"]*)"[^<>]*>([\s\S]*?)<\/a>/gi, (_, address: string, label: string) =>
				label.includes(address.replace(/^https?:\/\/(www\.)?|\/$/g, '')) ? label : `${label} (${address})`,
			)
			.replace(/<(?:br|\/p|\/li|\/h\d|\/blockquote|\/pre|hr)\b[^<>]*>/gi, '\n')
			.replace(/<[^<>]*>/g, ''),
	)
		.replace(/(?<![ \t])[ \t]+\n/g, '\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}

function decodeEntities(text: string): string {
	return text.replace(
		/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
		(whole: string, decimal?: string, hex?: string, name?: string) => {
			// The common ones at once; a parser knows the other two thousand.
			if (name) return entities[name] ?? parseHtml(whole).map(textOf).join('');
			const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
		},
	);
}
