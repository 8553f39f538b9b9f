import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { attacks } from '../fixtures/richtext/attacks.ts';
import { awkward } from '../fixtures/attack/awkward.ts';

/** Something hostile or awkward that somebody types, and its number in the order of the run. */
export type Line = { number: number; text: string };

/** Our own techniques and awkward strings, for a run without a folder. */
export const sampleLines = (): Line[] => numbered([...attacks.map(([, source]) => source), ...awkward]);

/** One string a line of every .txt, every string of a list in .json; a .txt beside a .json of its name is the same twice. */
export function linesIn(folder: string): Line[] {
	const own = path.join(folder, 'xss-naughty-inputs');
	const place = existsSync(own) ? own : folder;
	const files = readdirSync(place).toSorted();
	const texts = files.flatMap((name) => {
		const file = path.join(place, name);
		if (name.endsWith('.txt') && !files.includes(name.replace(/txt$/, 'json')))
			return readFileSync(file, 'utf8').split('\n').filter(Boolean);
		return name.endsWith('.json') ? stringsOf(JSON.parse(readFileSync(file, 'utf8'))) : [];
	});
	return numbered(texts);
}

const stringsOf = (content: unknown): string[] =>
	Array.isArray(content) ? content.filter((one) => typeof one === 'string') : [];

const numbered = (texts: readonly string[]): Line[] => texts.map((text, number) => ({ number, text }));

/** The list in groups of some. */
export function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_empty, index) =>
		items.slice(index * size, (index + 1) * size),
	);
}

/** White space as HTML and our forms take it: any run of it is one space, none at the ends. */
export const plain = (text: string): string =>
	text
		.toWellFormed()
		.replace(/[\s\u0085]+/gu, ' ')
		.trim();
