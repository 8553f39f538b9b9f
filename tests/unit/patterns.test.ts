import { describe, expect, test } from 'vitest';
import { allPatterns, type Pattern } from '../support/patterns.ts';
import { pumpsFor, type Pump } from '../support/pumping.ts';

/** A body has 64,000 characters at most; nothing that people send and patterns read is longer, but for what stands here. */
const longest = 64_000;
/** Processor time, whatever else the machine does: a hundred times what a pattern takes that looks at each character once. */
const enoughMs = 400;

/** Patterns that look at some characters more than once, and the most that they are ever given: it is bounded before. */
const bounded: Record<string, [most: number, because: string]> = {
	'-+$': [50, 'the name of a space, cut'],
	'\\/*$': [2_000, 'a base address that an admin wrote'],
	'\\..*$': [200, 'the name under which we keep a file'],
	'^(.).*(@.*)$': [254, 'a mail address'],
	'\\?.*$': [500, 'a path from before a move'],
	'(?<=.)\\/+$': [500, 'a path from before a move'],
	':.*$': [300, 'a sentence of the catalogs'],
	'^.*@|^https?:\\/\\/|\\/.*$': [300, 'a domain that an admin wrote'],
	'<a\\b[^<>]*?\\bhref="([^"]*)"[^<>]*>([\\s\\S]*?)<\\/a>': [30_000, 'an imported comment or bio'],
};

function costMs(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user } = process.cpuUsage(before);
	return user / 1000;
}

/** The first text, growing, over which the pattern takes too long; undefined when there is none. */
function slowOver({ source, flags }: Pattern, { prefix, part, suffix }: Pump, most: number): string | undefined {
	const pattern = new RegExp(source, flags.replace('g', ''));
	// What doubles with each character shows in the first of them; the slower, the smaller the next step, so that none takes for ever.
	for (let length = 20, took = 0; ; length = Math.min(most, length < 40 || took > 4 ? length * 1.4 : length * 8)) {
		const text = prefix + part.repeat(Math.ceil(length / part.length)) + suffix;
		pattern.lastIndex = 0;
		took = costMs(() => void pattern.exec(text));
		if (took > enoughMs)
			return `${Math.round(took)} ms over ${JSON.stringify([prefix, part, suffix])} × ${text.length}`;
		if (length === most) return undefined;
	}
}

describe('a regular expression of the code', () => {
	const patterns = allPatterns();

	test('is found wherever it stands', () => {
		expect(patterns.length).toBeGreaterThan(250);
		expect(patterns.some(({ place }) => place.startsWith('api/src/platform/richtext'))).toBe(true);
		expect(patterns.some(({ place }) => /^web\/src.*\.svelte:\d+$/.test(place))).toBe(true);
	});

	test('would be found to be slow, if it were', { timeout: 120_000 }, () => {
		for (const source of ['(a+)+$', '(?:\\w|\\d)*!', '\\s+$', '^(.*)(.*)(.*)=$']) {
			const pattern = { source, flags: '', place: 'here' };
			expect([source, pumpsFor(pattern).some((pump) => slowOver(pattern, pump, longest))]).toEqual([source, true]);
		}
	});

	test('takes no long time over any text that people may send', { timeout: 300_000 }, () => {
		const unlike = new Map(patterns.map((pattern) => [`${pattern.source}/${pattern.flags}`, pattern]));
		const slow = [...unlike.values()].flatMap((pattern) => {
			const [most] = bounded[pattern.source] ?? [longest];
			for (const pump of pumpsFor(pattern)) {
				const found = slowOver(pattern, pump, most);
				if (found) return [`${pattern.place} /${pattern.source}/: ${found}`];
			}
			return [];
		});
		expect(slow).toEqual([]);
	});
});
