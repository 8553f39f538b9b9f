import { formNumber } from './form.ts';

/**
 * How long a form was open, in milliseconds: as its page's script counted, else since the server showed it; nothing where neither
 * is told.
 */
export function typedFor(form: FormData): number | undefined {
	const shownAt = formNumber(form, 'shownAt');
	const counted = formNumber(form, 'typedForMs') ?? (shownAt === undefined ? undefined : Date.now() - shownAt);
	return counted === undefined || counted < 0 ? undefined : Math.round(counted);
}
