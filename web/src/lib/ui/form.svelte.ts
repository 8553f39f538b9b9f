import { createContext } from 'svelte';
import type { ErrorCode } from '@ikatan/contracts/errors';
import type { Refusal } from '#lib/refusal.ts';

/** What a `Form` tells the fields inside it. */
export type FormState = {
	/** The form's name, the beginning of its fields' ids. */
	readonly name: string;
	readonly refusal: Refusal | undefined;
	readonly busy: boolean;
	/** What was typed into a field before the form was refused. */
	kept: (field: string) => string | undefined;
	problem: (field: string) => ErrorCode | undefined;
	/** True for the first field with a problem: it takes the focus when the page comes without JavaScript. */
	first: (field: string) => boolean;
	/** While `reason` gives words the form is not sent, and they are said instead. Returns the end of it. */
	hold: (reason: () => string | undefined) => () => void;
};

const [useForm, provideForm, hasForm] = createContext<FormState>();
export { provideForm };

/** The form that a component stands in, if any. */
export function enclosingForm(): FormState | undefined {
	return hasForm() ? useForm() : undefined;
}
