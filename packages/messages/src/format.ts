/** Values for the sentence; dates are formatted before (`formatters`), because they need a time zone. */
export type Params = Record<string, string | number>;
/** A piece of a sentence: plain words, or words inside a `<tag>` of the message. */
export type Part = string | { tag: string; text: string };

/** A message as parsed from ICU MessageFormat (the numbers of @formatjs/icu-messageformat-parser); plain text stays text. */
export type Message = string | Element[];
export type Element =
	| { type: 0; value: string }
	| { type: 1; value: string }
	| { type: 2; value: string }
	| { type: 5; value: string; options: Options }
	| { type: 6; value: string; options: Options; offset: number; pluralType?: 'cardinal' | 'ordinal' }
	| { type: 7 }
	| { type: 8; value: string; children: Element[] };
type Options = Record<string, { value: Element[] }>;

/**
 * Makes the functions that say one language's messages; a message that is missing or lacks a value is logged, and its key
 * shown. Small on purpose: the browser loads it, while the parser stays at home (parse.ts).
 */
export function createTranslator(language: string, find: (key: string) => Message | undefined) {
	const numbers = new Intl.NumberFormat(language);
	const plurals = { cardinal: pluralRules(language, 'cardinal'), ordinal: pluralRules(language, 'ordinal') };

	function write(elements: Element[], params: Params, counted = 0): Part[] {
		return elements.flatMap((element): Part[] => {
			if (element.type === 0) return [element.value];
			if (element.type === 7) return [numbers.format(counted)];
			if (element.type === 8) return [{ tag: element.value, text: write(element.children, params, counted).join('') }];
			const value = params[element.value];
			if (value === undefined) throw new Error(`lacks ${element.value}`);
			if (element.type === 1) return [typeof value === 'number' ? String(value) : value];
			if (element.type === 2) return [numbers.format(Number(value))];
			if (element.type === 5) return write(chosen(element.options, String(value)), params, counted);
			const count = Number(value) - element.offset;
			const form =
				`=${value}` in element.options ? `=${value}` : plurals[element.pluralType ?? 'cardinal']().select(count);
			return write(chosen(element.options, form), params, count);
		});
	}

	function parts(key: string, params: Params = {}): Part[] {
		const message = find(key);
		try {
			if (message === undefined) throw new Error('is in no catalog');
			return joined(typeof message === 'string' ? [message] : write(message, params));
		} catch (mistake) {
			console.error(`message ${key} (${language}):`, (mistake as Error).message);
			return [key];
		}
	}

	return {
		/** The sentence in pieces, so that a page can turn its `<tags>` into links and the like. */
		parts,
		translate(key: string, params?: Params): string {
			const message = find(key);
			// Most are plain words.
			if (typeof message === 'string') return message;
			return parts(key, params)
				.map((part) => (typeof part === 'string' ? part : part.text))
				.join('');
		},
	};
}

const chosen = (options: Options, form: string): Element[] =>
	(Object.hasOwn(options, form) ? options[form] : options.other)?.value ?? [];

/** Plural rules are slow to make, and most pages count little. */
function pluralRules(language: string, type: 'cardinal' | 'ordinal'): () => Intl.PluralRules {
	let rules: Intl.PluralRules | undefined;
	return () => (rules ??= new Intl.PluralRules(language, { type }));
}

/** Neighbouring words as one piece. */
function joined(parts: Part[]): Part[] {
	const whole: Part[] = [];
	for (const part of parts) {
		const last = whole.at(-1);
		if (typeof part === 'string' && typeof last === 'string') whole[whole.length - 1] = last + part;
		else whole.push(part);
	}
	return whole;
}
