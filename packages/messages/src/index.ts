import type { MessageKey } from './areas.ts';
import { languages, readLanguage } from './catalogs.ts';
import { createTranslator } from './format.ts';
import type { Message, Params, Part } from './format.ts';
import { parseMessage } from './parse.ts';
import { createFormatters } from './formatters.ts';
import type { Formatters } from './formatters.ts';

export type { MessageKey } from './areas.ts';
export type { Formatters } from './formatters.ts';
export type { Params, Part } from './format.ts';
export { languages } from './catalogs.ts';
export { chooseLanguage, direction } from './languages.ts';

const translators = new Map(
	languages.map((language) => {
		const messages = readLanguage(language);
		const parsed = new Map<string, Message>();
		const find = (key: string) => {
			const known = parsed.get(key);
			if (known !== undefined) return known;
			const source = messages.get(key);
			if (source !== undefined) parsed.set(key, parseMessage(source));
			return parsed.get(key);
		};
		return [language, createTranslator(language, find)];
	}),
);
const english = translators.get('en')!;
const spoken = (language: string) => translators.get(language) ?? english;

const known = new Set(readLanguage('en').keys());

/** Whether there is a message of this key, for keys that are made of what the database holds. */
export const isMessage = (key: string): key is MessageKey => known.has(key);

/** A message in a language; a language that nobody translated speaks English. */
export function translate(language: string, key: MessageKey, params?: Params): string {
	return spoken(language).translate(key, params);
}

/** A message in pieces: its words, and its `<tags>` with the words inside. */
export function translateParts(language: string, key: MessageKey, params?: Params): Part[] {
	return spoken(language).parts(key, params);
}

const made = new Map<string, Formatters>();

/** Dates, times and numbers for a language and an IANA time zone (an unknown zone counts as UTC). */
export function formatters(language: string, timeZone: string): Formatters {
	const name = `${language} ${timeZone}`;
	let found = made.get(name);
	if (!found) {
		if (made.size > 500) made.clear();
		const { translate: say } = spoken(language);
		try {
			found = createFormatters(language, timeZone, say);
		} catch {
			found = createFormatters('en', 'UTC', say);
		}
		made.set(name, found);
	}
	return found;
}
