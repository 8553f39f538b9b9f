import { IntlMessageFormat } from 'intl-messageformat';
import type { Formatters } from 'intl-messageformat';

/** Values for the sentence; dates are formatted before (`formatters`), because they need a time zone. */
export type Params = Record<string, string | number>;
/** A message as its catalog holds it: plain text, ICU source, or ICU compiled at build time for the browser. */
export type Message = string | object[];
/** A piece of a sentence: plain words, or words inside a `<tag>` of the message. */
export type Part = string | { tag: string; text: string };

/** Makes the function that says one language's messages; a message that is missing or lacks a value is logged and shown raw. */
export function createTranslator(language: string, find: (key: string) => Message | undefined) {
	const compiled = new Map<string, IntlMessageFormat | string>();
	const formatters = sharedFormatters();

	function compile(key: string): IntlMessageFormat | string | undefined {
		const message = find(key);
		if (message === undefined) return undefined;
		const plain = typeof message === 'string' && !/[{<']/.test(message);
		const ready = plain ? message : new IntlMessageFormat(message as string, language, undefined, { formatters });
		compiled.set(key, ready);
		return ready;
	}

	function say(key: string, values: Record<string, unknown>): unknown {
		const message = compiled.get(key) ?? compile(key);
		try {
			if (message === undefined) throw new Error('is in no catalog');
			return typeof message === 'string' ? message : message.format(values as Params);
		} catch (mistake) {
			console.error(`message ${key} (${language}):`, (mistake as Error).message);
			return key;
		}
	}

	return {
		translate: (key: string, params: Params = {}): string => String(say(key, params)),
		/** The sentence in pieces, so that a page can turn its `<tags>` into links and the like. */
		parts(key: string, params: Params = {}): Part[] {
			const wrap = (tag: string) => (words: string[]) => ({ tag, text: words.join('') });
			// Which tags a message has is the translator's choice, so any name that is no value is taken for a tag.
			const values = new Proxy(params, { get: (own, name: string) => own[name] ?? wrap(name), has: () => true });
			const said = say(key, values);
			return Array.isArray(said) ? (said as Part[]) : [said as Part];
		},
	};
}

/** ICU source as `createTranslator` also takes it; throws where it is not valid. The browser has no parser: the build calls this. */
export function parseMessage(source: string): ReturnType<IntlMessageFormat['getAst']> {
	return new IntlMessageFormat(source, 'en').getAst();
}

/** Intl objects are slow to make: one of each kind serves all messages of a language. */
function sharedFormatters(): Formatters {
	const once = <Made>(make: (locale: never, options: never) => Made) => {
		const made = new Map<string, Made>();
		return (locale?: unknown, options?: unknown): Made => {
			const name = JSON.stringify(options) ?? '';
			if (!made.has(name)) made.set(name, make(locale as never, options as never));
			return made.get(name)!;
		};
	};
	return {
		getNumberFormat: once((locale, options) => new Intl.NumberFormat(locale, options)),
		getDateTimeFormat: once((locale, options) => new Intl.DateTimeFormat(locale, options)),
		getPluralRules: once((locale, options) => new Intl.PluralRules(locale, options)),
	};
}
