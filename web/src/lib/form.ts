import { applyAction } from '$app/forms';
import type { ActionResult, SubmitFunction } from '$app/forms';
import { refreshAll } from '$app/navigation';
import { tick } from 'svelte';
import { keptValues } from './refusal.ts';
import type { Refusal } from './refusal.ts';

type Options = {
	/** The form's name on its page; a refusal of another form does not count. */
	name?: string;
	/** Empties the form after a success. */
	reset?: boolean;
	/** Runs the page's loads again after a success. */
	refresh?: boolean;
	/** Before it is sent, e.g. to show the outcome already; return false to send nothing. */
	onsubmit?: (form: FormData) => boolean | void;
	/** It was taken; `value` is what the action returned, nothing where it leads to another page. */
	onsuccess?: (value: Record<string, unknown> | undefined) => void;
	/** To take back what `onsubmit` showed. */
	onrefused?: (refusal: Refusal) => void;
	/** When an answer of any kind has come. */
	onsettled?: () => void;
};

/** For `use:enhance`: one submission at a time, typed text is never lost, and the focus goes to what has to be mended. */
export function enhanceForm(options: Options = {}): SubmitFunction {
	return ({ formElement, formData, cancel }) => {
		if (formElement.ariaBusy === 'true' || options.onsubmit?.(formData) === false) return void cancel();
		formElement.ariaBusy = 'true';
		return async ({ result, update }) => {
			formElement.ariaBusy = null;
			const refusal = refusalIn(result, options.name ?? 'form', formData);
			if (refusal) {
				options.onrefused?.(refusal);
				await applyAction({
					type: 'failure',
					status: result.status ?? 503,
					data: { refusal },
					location: placeOf(result),
				});
				await focusProblem(formElement);
			} else {
				options.onsuccess?.(result.type === 'success' ? result.data : undefined);
				if (result.type === 'success' && isHere(result)) await stayHere(result, formElement, options);
				else await update({ reset: options.reset ?? false, refreshAll: options.refresh ?? true });
			}
			options.onsettled?.();
		};
	};
}

type Taken = Extract<ActionResult, { type: 'success' }>;

const isHere = ({ location: place }: Taken) =>
	place === undefined || new URL(place, location.href).pathname === location.pathname;

/**
 * What SvelteKit does after a success on the same page, but for the focus: it would be taken from whoever has pressed the
 * button with the keyboard, or writes elsewhere by now. As a failure the result leaves it where it is.
 */
async function stayHere(
	{ status, data }: Taken,
	form: HTMLFormElement,
	{ reset, refresh = true }: Options,
): Promise<void> {
	const focused = form.contains(document.activeElement);
	if (reset) form.reset();
	if (refresh) await refreshAll();
	await applyAction({ type: 'failure', status, data, location: placeOf({}) });
	await tick();
	// The button has gone with what it was for.
	if (focused && document.activeElement === document.body)
		document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
}

/** Why it was refused; no answer, or one that is no action's, is a refusal too: the page stays, and with it the text. */
function refusalIn(result: ActionResult, name: string, form: FormData): Refusal | undefined {
	if (result.type === 'failure' && result.data?.refusal) return result.data.refusal as Refusal;
	if (result.type !== 'error') return undefined;
	const code = result.error.code ?? (result.status ? 'internal' : 'unreachable');
	return { form: name, code, params: {}, fields: {}, values: keptValues(form), signIn: false };
}

const placeOf = (result: Pick<ActionResult, 'location'>) => result.location ?? location.pathname + location.search;

/** Moves the focus to the first field that has to be mended, or else to the words about the whole form. */
async function focusProblem(form: HTMLFormElement): Promise<void> {
	await tick();
	const field =
		form.querySelector<HTMLElement>('[aria-invalid="true"]') ?? form.querySelector<HTMLElement>('[data-form-error]');
	field?.focus();
}
