import { renderMarkdown } from '../../api/src/platform/richtext/render.ts';
import { sanitizeHtml } from '../../api/src/platform/richtext/sanitize.ts';
import { htmlForMail } from '../../api/src/platform/richtext/for-mail.ts';
import { dangersIn } from '../unit/richtext-checks.ts';
import type { Finding } from './browser.ts';
import { plain, type Line } from './lines.ts';
import { escaped } from './places/threads.ts';

/** Where in a body a line may stand: each time all else around it is different. */
const around: Record<string, (text: string) => string> = {
	'on its own': (text) => text,
	'in a sentence': (text) => `See ${text} there`,
	'in a block of HTML': (text) => `<div>${text}</div>`,
	'in a list and a quote': (text) => `> - ${text.replaceAll('\n', '\n>   ')}`,
	'in a table': (text) => `| a |\n|---|\n| ${text.replaceAll('\n', ' ')} |`,
	'as an address': (text) => `[x](<${text}>) ![y](${text})`,
	'as an attribute': (text) => `<a href="${text}" title='${text}'>x</a>`,
	'as code': (text) => `\`${text}\`\n\n\`\`\`html\n${text}\n\`\`\``,
};

/** Renders every line at every place of a body; what runs or leads out, and text that is not what was typed, is a finding. */
export async function attackRenderer(lines: readonly Line[]): Promise<{ rendered: number; findings: Finding[] }> {
	const findings: Finding[] = [];
	for (const { number, text } of lines) {
		for (const [where, write] of Object.entries(around)) {
			const { html } = await renderMarkdown(write(text));
			const dangers = [...dangersIn(html), ...dangersIn(htmlForMail(html, 'https://community.invalid'))];
			findings.push(...dangers.map((what) => ({ what, where: `line ${number} ${where}` })));
		}
		const html = sanitizeHtml(text);
		findings.push(...dangersIn(html).map((what) => ({ what, where: `line ${number} as HTML` })));
		if (sanitizeHtml(html) !== html)
			findings.push({ what: 'a second pass of the sanitiser changes it', where: `line ${number}` });
		findings.push(...(await changes(number, text)));
	}
	return { rendered: lines.length * (Object.keys(around).length + 3), findings };
}

/** Written so that no Markdown is meant, a text is shown as it is: escaped, and as code. */
async function changes(number: number, text: string): Promise<Finding[]> {
	// CommonMark 0.31, 2.3: a zero byte is shown as U+FFFD.
	const shown = plain(text.replaceAll('\0', '\ufffd'));
	const fence = '~'.repeat(Math.max(3, ...(text.match(/~+/g) ?? []).map((run) => run.length + 1)));
	const ways = { escaped: `x ${escaped(text)} .`, code: `${fence}\n${text}\n${fence}` };
	const findings: Finding[] = [];
	for (const [way, source] of Object.entries(ways)) {
		const { text: said } = await renderMarkdown(source);
		const typed = way === 'code' ? shown : plain(`x ${shown} .`);
		if (plain(said) !== typed)
			findings.push({
				what: `is shown as ${JSON.stringify(said.slice(0, 200))}`,
				where: `line ${number}, ${way}: ${JSON.stringify(text.slice(0, 200))}`,
			});
	}
	return findings;
}
