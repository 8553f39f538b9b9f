import { direction } from '@ikatan/messages';
import { escapeHtml } from './richtext/escape.ts';

/** A piece of a letter: a paragraph, somebody's words, or a link on a line of its own. */
export type LetterPart = string | { quote: string } | { link: string; href: string };

export type Letter = {
	language: string;
	subject: string;
	/** In order; plain text, never markup. */
	paragraphs: LetterPart[];
	/** What to do, as the one button; `href` is absolute. */
	button?: { label: string; href: string };
	/** Small lines at the end: why this mail came, how to end it. */
	footer: LetterPart[];
	siteName: string;
	/** The community's address, where its name leads. */
	origin: string;
};

/** Makes the subject, the plain text and the HTML of a mail; links that are not http(s) are shown without leading anywhere. */
export function renderLetter(letter: Letter): { subject: string; text: string; html: string } {
	// A title or name may hold anything; a header is one line.
	const subject = letter.subject.replace(/\s+/g, ' ').trim();
	return { subject, text: plainText(letter), html: htmlPage(letter, subject) };
}

function plainText({ paragraphs, button, footer, siteName, origin }: Letter): string {
	const parts = [
		...paragraphs.map(plainPart),
		...(button ? [`${button.label}:\n${button.href}`] : []),
		['-- ', ...footer.map(plainPart), `${siteName}\n${origin}`].join('\n'),
	];
	return `${parts.join('\n\n')}\n`;
}

function plainPart(part: LetterPart): string {
	if (typeof part === 'string') return part;
	if ('quote' in part) return part.quote.replace(/^/gm, '> ');
	return `${part.link}:\n${part.href}`;
}

// Mail programs know no custom properties: the colours of tokens.css, light, with their dark partners in the style element.
const style = `
body{margin:0;padding:24px 12px;background:#f6f6f3;color:#1d1e24;font:16px/1.6 'Plus Jakarta Sans',system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:24px;background:#fff;border-radius:16px;overflow-wrap:anywhere}
a{color:#3b45a8}
.site{margin:0 0 16px;font-weight:700}.site a{color:inherit;text-decoration:none}
.button{display:inline-block;padding:10px 18px;border-radius:10px;background:#3b45a8;color:#fff;font-weight:600;text-decoration:none}
blockquote{margin:16px 0;padding-inline-start:12px;border-inline-start:3px solid #a86c06;white-space:pre-line}
footer{max-width:36rem;margin:16px auto 0;padding:0 24px;color:#55575f;font-size:14px}
@media (prefers-color-scheme:dark){body{background:#0f1117;color:#e8e9ee}main{background:#15171f}a{color:#a8b1ff}
.button{background:#7f8bf5;color:#10122b}footer{color:#a9adbb}}`;

function htmlPage({ language, paragraphs, button, footer, siteName, origin }: Letter, subject: string): string {
	const action = button ? `<p>${anchor(button.label, button.href, 'button')}</p>\n` : '';
	return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="site">${anchor(siteName, origin)}</p>
${paragraphs.map(htmlPart).join('\n')}
${action}</main>
<footer>
${footer.map(htmlPart).join('\n')}
</footer>
</body>
</html>
`;
}

function htmlPart(part: LetterPart): string {
	if (typeof part === 'string') return `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`;
	if ('quote' in part) return `<blockquote>${escapeHtml(part.quote)}</blockquote>`;
	return `<p>${anchor(part.link, part.href)}</p>`;
}

function anchor(label: string, href: string, className?: string): string {
	if (!/^https?:\/\//.test(href)) return escapeHtml(label);
	return `<a${className ? ` class="${className}"` : ''} href="${escapeHtml(href)}">${escapeHtml(label)}</a>`;
}
