import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { areaNames, languages, readCatalog } from './catalogs.ts';
import type { Element } from './format.ts';
import { parseMessage } from './parse.ts';

/** Every argument and tag of a message with its kind, e.g. `count:plural`; plain and number arguments count as one kind. */
function argumentsOf(message: string): string[] {
	const found = new Set<string>();
	const kinds: Record<number, string> = { 1: 'value', 2: 'value', 5: 'select', 6: 'plural', 8: 'tag' };
	const walk = (elements: Element[]) => {
		for (const element of elements) {
			const kind = kinds[element.type];
			if (kind && 'value' in element) found.add(`${element.value}:${kind}`);
			if ('options' in element) for (const option of Object.values(element.options)) walk(option.value);
			if ('children' in element) walk(element.children);
		}
	};
	const parsed = parseMessage(message);
	if (typeof parsed !== 'string') walk(parsed);
	return [...found].sort();
}

/** A plural whose language has one form may be said without the plural. */
const comparable = (found: string[]) => found.map((one) => one.replace(/:(plural|value)$/, ''));

const everyCatalog = languages.flatMap((language) => areaNames.map((area) => [language, area] as const));

test('every area is registered in areas.ts with its English file', () => {
	const source = readFileSync(new URL('./areas.ts', import.meta.url), 'utf8');
	const registered = [...source.matchAll(/import\('\.\/en\/([\w-]+)\.json'\)/g)].map((match) => match[1]!);
	expect(registered.sort()).toEqual([...areaNames].sort());
});

describe.each(everyCatalog)('%s/%s', (language, area) => {
	const english = readCatalog('en', area);
	const catalog = readCatalog(language, area);

	test('has exactly the English keys', () => {
		expect(Object.keys(catalog).sort()).toEqual(Object.keys(english).sort());
	});

	test('says something under every key, in valid ICU without dates, which need a time zone', () => {
		for (const [key, message] of Object.entries(catalog)) {
			expect(message.trim(), key).not.toBe('');
			expect(() => parseMessage(message), key).not.toThrow();
		}
	});

	test('takes the same values as the English message', () => {
		for (const [key, message] of Object.entries(catalog))
			expect(comparable(argumentsOf(message)), key).toEqual(comparable(argumentsOf(english[key] ?? message)));
	});
});
