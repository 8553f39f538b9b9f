import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Catalog = Record<string, string>;
const here = import.meta.dirname;

/** The languages that have a folder here, English first. */
export const languages: string[] = readdirSync(here, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map((entry) => entry.name)
	.sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));

/** The areas of words, one file each in the English folder. */
export const areaNames: string[] = readdirSync(join(here, 'en')).map((file) => file.replace(/\.json$/, ''));

/** Where an area's words lie in a language, whether or not the file exists. */
export const catalogFile = (language: string, area: string): string => join(here, language, `${area}.json`);

/** One area's messages as its file holds them, empty when the language has none. */
export function readCatalog(language: string, area: string): Catalog {
	const file = catalogFile(language, area);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Catalog) : {};
}

/** All messages of a language by their full keys, in English where it has none of its own. */
export function readLanguage(language: string): Map<string, string> {
	const messages = new Map<string, string>();
	for (const area of areaNames)
		for (const source of ['en', language])
			for (const [key, message] of Object.entries(readCatalog(source, area))) messages.set(`${area}.${key}`, message);
	return messages;
}
