/**
 * Template tag for Markdown bodies, so that they read well in source: the first line's indentation is taken off every
 * line, a fence written `~~~` becomes one of backticks, and only an escaped backtick is unescaped.
 */
export function prose(written: TemplateStringsArray): string {
	const lines = (written.raw[0] ?? '').replaceAll('\\`', '`').replace(/^\n/, '').trimEnd().split('\n');
	const indent = /^\t*/.exec(lines[0] ?? '')?.[0] ?? '';
	return lines
		.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()).replace(/^~~~/, '```'))
		.join('\n');
}
