import { fail } from '@sveltejs/kit';
import { WatchedWord } from '@ikatan/contracts/site-settings';
import { keptValues } from '#lib/refusal.ts';
import type { Refusal } from '#lib/refusal.ts';
import { formText } from '#lib/server/form.ts';

export const wordActions = ['hold', 'refuse', 'flag'] as const;
export type WordAction = (typeof wordActions)[number];

/** Watched words as lines, a list for each thing that they do. */
export function wordLists(words: WatchedWord[]): Record<WordAction, string> {
	const linesOf = (action: WordAction) =>
		words
			.filter((word) => word.action === action)
			.map(({ pattern }) => pattern)
			.join('\n');
	return { hold: linesOf('hold'), refuse: linesOf('refuse'), flag: linesOf('flag') };
}

/** The lists as they were typed; the first line that cannot be used is named in the refusal. */
export function typedWords(form: FormData) {
	const words: WatchedWord[] = [];
	for (const action of wordActions) {
		for (const line of formText(form, action).split('\n')) {
			if (line.trim() === '') continue;
			const word = WatchedWord.safeParse({ pattern: line, action });
			if (!word.success) return { refused: refuseLine(form, action, line.trim()) };
			words.push(word.data);
		}
	}
	return { words };
}

function refuseLine(form: FormData, field: WordAction, line: string) {
	const refusal: Refusal = {
		form: 'save',
		code: 'invalid',
		params: { line: line.slice(0, 120) },
		fields: { [field]: 'bad-value' },
		values: keptValues(form),
		signIn: false,
	};
	return fail(422, { refusal });
}
