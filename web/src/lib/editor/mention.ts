/** The beginning of a mention that the caret stands behind. */
export type Mention = { from: number; query: string };

/** The `@…` before the caret, if it can be the beginning of a mention (not of a mail address, not inside `code`). */
export function mentionAt(text: string, caret: number): Mention | undefined {
	const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret);
	const found = /(?:^|[\s([{>"'*_])@([\p{L}\p{N}_.-]{0,30})$/u.exec(line);
	if (!found) return undefined;
	const query = found[1] ?? '';
	const before = line.slice(0, line.length - query.length - 1);
	const insideCode = (before.match(/`/g)?.length ?? 0) % 2 === 1 || /^ {4}|^\t/.test(line);
	return insideCode || insideFence(text.slice(0, caret)) ? undefined : { from: caret - query.length - 1, query };
}

function insideFence(before: string): boolean {
	return (before.match(/^ {0,3}(```|~~~)/gm)?.length ?? 0) % 2 === 1;
}
