import { describe, expect, test } from 'vitest';
import { asRead, findAgain, findQuote, quoteAt } from '../../packages/contracts/src/anchor.ts';

const text = 'One two three. One two four. Five.';
const at = (from: number, words: string) => quoteAt(text, { from, to: from + words.length });

describe('words that were quoted', () => {
	test('are found again where they stood, also when others came before', () => {
		const quote = at(15, 'One two');
		expect(findAgain(text, quote)).toEqual({ from: 15, to: 22 });
		expect(findAgain(`Zero. ${text}`, quote)).toEqual({ from: 21, to: 28 });
	});

	test('are found without their surroundings when they stand at one place only', () => {
		expect(findAgain('Now all is new but Five remains', at(29, 'Five'))).toEqual({ from: 19, to: 23 });
	});

	test('are not taken for equal words elsewhere when nothing tells which are meant', () => {
		const quote = { exact: 'rows', prefix: 'needs all ', suffix: ' today' };
		const edited = 'xrowsy and zrowsz';
		expect(findQuote(edited, quote)).toEqual({ from: 1, to: 5 });
		expect(findAgain(edited, quote)).toBeUndefined();
	});

	test('are gone when an edit changed them, though it be one sign', () => {
		expect(findAgain(text.replace('four', 'fours'), at(23, 'four.'))).toBeUndefined();
		expect(findAgain(text, { exact: '   ', prefix: '', suffix: '' })).toBeUndefined();
	});

	test('are the same however white space was typed', () => {
		expect(asRead('  One\n\ttwo  three ')).toBe('One two three');
		expect(findAgain(text, { exact: 'One\n two four', prefix: '', suffix: '' })).toEqual({ from: 15, to: 27 });
	});

	test('never carry half a sign in what stands around them', () => {
		const smiling = `${'😀'.repeat(20)}word${'😀'.repeat(20)}`;
		const quote = quoteAt(` ${smiling} `, { from: 41, to: 45 });
		expect(quote.prefix).toBe('😀'.repeat(16));
		expect(quoteAt(smiling.slice(1), { from: 39, to: 43 }).suffix).toBe('😀'.repeat(16));
	});
});
