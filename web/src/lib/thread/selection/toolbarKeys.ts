/** Arrows go from button to button of a toolbar, which is one stop for the Tab key. */
export function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
	const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
	if (step === 0) return;
	const buttons = [...event.currentTarget.querySelectorAll('button')];
	const at = buttons.findIndex((button) => button === document.activeElement);
	buttons[(at + step + buttons.length) % buttons.length]?.focus();
	event.preventDefault();
}

/** Tab leads from the selected words into their toolbar, past links and code that stand in the same post. */
export function enter(event: KeyboardEvent, toolbar: HTMLElement | undefined, body: HTMLElement): void {
	const fromWords = document.activeElement?.contains(body) ?? true;
	if (event.key !== 'Tab' || event.shiftKey || !toolbar || !fromWords) return;
	toolbar.querySelector('button')?.focus();
	event.preventDefault();
}
