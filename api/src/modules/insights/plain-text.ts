/** Signs that Markdown would take for its own. */
const signs = /[\\`*_{}[\]<>()#~|&!^$@]/g;
const listMarks = /^(\s*)([-+=]|\d+(?=[.)]))/;

/** Plain text as Markdown that reads the same: every sign stands for itself, every line break stays, addresses still lead. */
export function plainAsMarkdown(text: string): string {
	return text
		.split('\n')
		.map((line) =>
			line
				.trim()
				.split(/(https?:\/\/\S+)/)
				.map((part, place) => (place % 2 === 1 ? part : escaped(part, place === 0)))
				.join(''),
		)
		.join('\n')
		.replaceAll(/([^\n])\n(?=[^\n])/g, '$1\\\n');
}

function escaped(part: string, begins: boolean): string {
	const plain = part.replaceAll(signs, '\\$&');
	if (!begins) return plain;
	return plain.replace(listMarks, (_whole, space: string, mark: string) =>
		/^\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
	);
}
