import { tick } from 'svelte';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
/** What the server had written into a field, and what stands there now. */
type Early = { served: string; typed: string };

/**
 * Keeps what somebody types or unfolds before the page's scripts have taken over: they set each field to what the server sent
 * and each fold to open or closed, and the text would be gone. When they have, it is put back, and whoever listens hears of it.
 */
export function keepTypedEarly(): void {
	const putBack = noteTyped(document);
	const takenOver = new MutationObserver(() => {
		takenOver.disconnect();
		void tick().then(putBack);
	});
	takenOver.observe(document.documentElement, { attributeFilter: ['data-hydrated'] });
}

/** The same for a part of the page; what it returns is to be called when the scripts have taken over. */
export function noteTyped(part: Document | HTMLElement): () => void {
	const early = new Map<Field, Early>();
	const note = (field: Field) => {
		const served = early.get(field)?.served ?? servedIn(field);
		const typed = valueOf(field);
		if (typed === served) early.delete(field);
		else early.set(field, { served, typed });
	};
	const heard = ({ target }: Event) => isField(target) && note(target);
	for (const field of part.querySelectorAll('input, textarea, select')) if (isField(field)) note(field);
	const folds = new Map<HTMLDetailsElement, boolean>();
	for (const fold of part.querySelectorAll<HTMLDetailsElement>('details[open]')) folds.set(fold, true);
	const folded = ({ target }: Event) => {
		if (target instanceof HTMLDetailsElement) folds.set(target, target.open);
	};
	// The press comes at once; what tells of the fold comes later, and may come when the scripts have closed it.
	const pressed = ({ target }: Event) => {
		const summary = target instanceof Element ? target.closest('summary') : null;
		const fold = summary?.parentElement;
		if (fold instanceof HTMLDetailsElement) folds.set(fold, !fold.open);
	};
	part.addEventListener('input', heard, true);
	part.addEventListener('toggle', folded, true);
	part.addEventListener('click', pressed, true);
	return () => {
		part.removeEventListener('input', heard, true);
		part.removeEventListener('toggle', folded, true);
		part.removeEventListener('click', pressed, true);
		for (const [fold, open] of folds) fold.open = open;
		early.forEach(putBack);
	};
}

function putBack({ served, typed }: Early, field: Field): void {
	const shown = valueOf(field);
	// Something else has come into its place, such as a draft of this device.
	if (!field.isConnected || (shown !== typed && shown !== served)) return;
	if (isTicked(field)) {
		// Of several that exclude each other, the chosen one speaks.
		if (field.type === 'radio' && typed === 'false') return;
		field.checked = typed === 'true';
	} else if (shown !== typed) field.value = typed;
	for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}

const isField = (target: EventTarget | null): target is Field =>
	target instanceof HTMLTextAreaElement ||
	target instanceof HTMLSelectElement ||
	(target instanceof HTMLInputElement && target.type !== 'hidden' && target.type !== 'file');

const isTicked = (field: Field): field is HTMLInputElement => field.type === 'checkbox' || field.type === 'radio';

const valueOf = (field: Field) => (isTicked(field) ? String(field.checked) : field.value);

function servedIn(field: Field): string {
	if (isTicked(field)) return String(field.defaultChecked);
	if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
	return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? '';
}
