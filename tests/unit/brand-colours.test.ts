import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
	brandColourNames,
	brandSheet,
	contrastOf,
	mixed,
	ownColours,
	pairsOf,
	sampleTokens,
	weakPairs,
} from '../../packages/contracts/src/brand-colours.ts';

describe('contrast', () => {
	test('is that of WCAG: known pairs, either way round', () => {
		expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
		expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
		expect(contrastOf('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
		expect(contrastOf('#3b45a8', '#3b45a8')).toBe(1);
	});

	test('is enough in every pair of the product’s own colours, which are those of tokens.css', () => {
		expect(weakPairs(ownColours)).toEqual([]);
		expect(new Set(pairsOf(ownColours).map(({ name }) => name))).toEqual(new Set(brandColourNames));
		const tokens = readFileSync(new URL('../../web/src/lib/styles/tokens.css', import.meta.url), 'utf8');
		for (const colour of Object.values(ownColours)) expect(tokens).toContain(colour);
	});

	test('is too low where a colour is weak on any of its grounds', () => {
		const weak = weakPairs({ ...ownColours, accentLight: '#8f98f5', staffDark: '#3a2c0c' });
		expect(new Set(weak.map(({ name }) => name))).toEqual(new Set(['accentLight', 'staffDark']));
		// Good on white, and no longer on its own wash.
		expect(weakPairs({ ...ownColours, solvedLight: '#757575' }).map(({ on }) => on)).toEqual(['sunken', 'solved-wash']);
	});
});

describe('the style sheet', () => {
	test('says only what differs, and nothing where nothing does', () => {
		expect(brandSheet({})).toBe('');
		expect(brandSheet({ accentLight: ownColours.accentLight })).toBe('');
		const sheet = brandSheet({ solvedLight: '#0b5b2a' });
		expect(sheet.split('\n')).toEqual([
			expect.stringMatching(/^:root:root\{--solved:#0b5b2a;--solved-wash:#[0-9a-f]{6}\}$/),
			expect.stringMatching(
				/^@media \(prefers-color-scheme:dark\)\{:root:root:not\(\[data-theme='light'\]\)\{--solved:#6fd6a2;--solved-wash:#[0-9a-f]{6}\}\}$/,
			),
			expect.stringMatching(/^:root:root\[data-theme='dark'\]\{--solved:#6fd6a2;--solved-wash:#[0-9a-f]{6}\}$/),
			'',
		]);
		expect(brandSheet({ accentLight: '#0b6b3a' })).toContain('--banner-to:#0b6b3a');
		expect(sampleTokens('dark', ownColours)).toContain('--surface:#15171f;--text:#e8e9ee;--accent:#7f8bf5;');
	});

	test('mixes colours by channels', () => {
		expect(mixed('#000000', '#ffffff', 0.5)).toBe('#808080');
		expect(mixed('#ff0000', '#0000ff', 1)).toBe('#ff0000');
	});
});
