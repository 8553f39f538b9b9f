import type { Edit, Selected } from './edits.ts';

/** A textarea's text and selection. */
export function selectedIn(area: HTMLTextAreaElement): Selected {
	return { text: area.value, start: area.selectionStart, end: area.selectionEnd };
}

/** Carries an edit out as if it had been typed: Ctrl+Z takes it back, and whoever listens for `input` hears of it. */
export function applyEdit(area: HTMLTextAreaElement, { from, to, insert, start, end }: Edit): void {
	area.focus();
	area.setSelectionRange(from, to);
	// The only way to write into the browser's own undo list; deprecated, and without a successor.
	const typed = insert ? document.execCommand('insertText', false, insert) : document.execCommand('delete');
	if (!typed) {
		area.setRangeText(insert, from, to, 'end');
		heard(area);
	}
	area.setSelectionRange(start, end);
}

/** Replaces a piece of text wherever it stands by now, without moving the caret of somebody who goes on typing. */
export function replaceText(area: HTMLTextAreaElement, wanted: string, by: string): void {
	const at = area.value.indexOf(wanted);
	if (at < 0) return;
	area.setRangeText(by, at, at + wanted.length, 'preserve');
	heard(area);
}

const heard = (area: HTMLTextAreaElement) => area.dispatchEvent(new InputEvent('input', { bubbles: true }));

const copied = [
	'font',
	'letterSpacing',
	'lineHeight',
	'padding',
	'border',
	'boxSizing',
	'tabSize',
	'direction',
] as const;

/** Where a character of a textarea stands, in pixels from its upper left corner: measured in a copy that can be measured. */
export function placeOf(area: HTMLTextAreaElement, position: number): { x: number; y: number; height: number } {
	const copy = document.createElement('div');
	const style = getComputedStyle(area);
	for (const name of copied) copy.style[name] = style[name];
	Object.assign(copy.style, {
		position: 'fixed',
		visibility: 'hidden',
		inlineSize: `${area.offsetWidth}px`,
		whiteSpace: 'pre-wrap',
		overflowWrap: 'break-word',
	});
	copy.textContent = area.value.slice(0, position);
	const mark = document.createElement('span');
	mark.textContent = '\u200b';
	copy.append(mark);
	document.body.append(copy);
	const place = { x: mark.offsetLeft, y: mark.offsetTop - area.scrollTop, height: mark.offsetHeight };
	copy.remove();
	return place;
}
