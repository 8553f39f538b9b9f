const SPECIAL = /[&<>"]/;

/** Text as it may stand in HTML, between tags or in a double-quoted attribute. */
export function escapeHtml(text: string): string {
	if (!SPECIAL.test(text)) return text;
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const NAMED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** The reverse of `escapeHtml`, for HTML that this folder has written: it knows no other entities. */
export function unescapeHtml(html: string): string {
	return html.includes('&') ? html.replace(/&(?:amp|lt|gt|quot);/g, (entity) => NAMED[entity] ?? entity) : html;
}
