/** A field's text as typed; empty when it is missing. */
export function formText(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
}

/** All values of a field that may occur several times, and those of a comma-separated one; empty ones left out. */
export function formTexts(form: FormData, name: string): string[] {
	return form
		.getAll(name)
		.flatMap((value) => (typeof value === 'string' ? value.split(',') : []))
		.map((value) => value.trim())
		.filter(Boolean);
}

/** Whether a box is ticked. */
export function formFlag(form: FormData, name: string): boolean {
	return form.has(name) && form.get(name) !== 'false';
}

/** A field's number, or nothing where it holds none. */
export function formNumber(form: FormData, name: string): number | undefined {
	const text = formText(form, name).trim();
	const number = Number(text);
	return text && Number.isFinite(number) ? number : undefined;
}
