import { describe, expect, test } from 'vitest';
import { findWatchedWords } from '../../api/src/modules/threads/watched-words.ts';

const found = (text: string, ...patterns: string[]) =>
	findWatchedWords(
		text,
		patterns.map((pattern) => ({ pattern, action: 'hold' as const })),
	).map((hit) => hit.words);

describe('watched words', () => {
	test('are whole words, whatever their case and accents', () => {
		expect(found('Free Casino here', 'casino')).toEqual(['Casino']);
		expect(found('I am at the casinos', 'casino')).toEqual([]);
		expect(found('KÁSINÓ', 'kasino')).toEqual(['KÁSINÓ']);
		expect(found('classic', 'ass')).toEqual([]);
	});

	test('are phrases, whatever stands between their words', () => {
		expect(found('Buy  cheap,\npills now', 'cheap pills')).toEqual(['cheap pills']);
		expect(found('cheap blue pills', 'cheap pills')).toEqual([]);
		expect(found('see https://spam.example/now', 'spam.example')).toEqual(['spam example']);
	});

	test('may be open at any place', () => {
		expect(found('casinos and supercasino', 'casino*')).toEqual(['casinos']);
		expect(found('supercasinos', '*casino*')).toEqual(['supercasinos']);
		expect(found('crypto gold coin', 'crypto * coin')).toEqual(['crypto gold coin']);
		expect(found('anything at all', '*')).toEqual([]);
	});

	test('hold in scripts without case and without spaces', () => {
		expect(found('это спам тут', 'СПАМ')).toEqual(['спам']);
		expect(found('我要賣便宜藥丸給你', '*便宜藥丸*')).toHaveLength(1);
		expect(found('judi​slot', 'judislot')).toEqual(['judislot']);
	});

	test('take no time, whatever pattern and text', () => {
		const text = `${'a'.repeat(2000)} `.repeat(30);
		const begun = performance.now();
		found(text, '*a*a*a*a*a*a*a*a*b', 'a*a*a*a*a*a*a*a*a*c', `${'*a'.repeat(40)}b`);
		found('word '.repeat(12_000), ...Array.from({ length: 500 }, (_, place) => `w*${place}*d`));
		expect(performance.now() - begun).toBeLessThan(1500);
	});
});
