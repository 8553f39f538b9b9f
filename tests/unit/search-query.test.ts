import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../api/src/platform/search/query.ts';

const nothing = {
	words: '',
	phrases: [],
	without: [],
	tags: [],
	spaces: [],
	by: [],
	kinds: [],
	solved: null,
	answered: null,
};

describe('taking a search apart', () => {
	test.for([
		['print receipt', { words: 'print receipt' }],
		['tag:printer tag:#setup jam', { words: 'jam', tags: ['printer', 'setup'] }],
		['space:Point-Of-Sale by:@Siti', { spaces: ['point-of-sale'], by: ['siti'] }],
		['is:solved', { solved: true }],
		['is:unsolved refund', { words: 'refund', solved: false }],
		['is:unanswered is:question is:problem', { answered: false, kinds: ['question', 'problem'] }],
		['is:answered', { answered: true }],
		['"paper jam" tray', { words: 'tray', phrases: ['paper jam'] }],
		['printer -epson -"paper jam"', { words: 'printer', without: ['epson', 'paper jam'] }],
		['TAG:Printer IS:IDEA', { tags: ['printer'], kinds: ['idea'] }],
	] as const)('%s', ([text, expected]) => {
		expect(parseQuery(text)).toEqual({ ...nothing, ...expected });
	});

	test.for([
		['is:nice', 'is nice'],
		['tag:', 'tag:'],
		['-tag:printer', 'tag printer'],
		['note: read this', 'note: read this'],
		['http://shop.example', 'http://shop.example'],
		['e-mail --verbose', 'e-mail --verbose'],
		['C++ - C#', 'C++ C#'],
	] as const)('takes %s for the words that it is', ([text, words]) => {
		expect(parseQuery(text)).toEqual({ ...nothing, words });
	});

	test('takes a quotation without end for one that ends with the text', () => {
		expect(parseQuery('"paper jam').phrases).toEqual(['paper jam']);
	});

	test.for(['', '   ', '""', '-', '"', '- -"" ""', '::', 'is:'])(
		'finds hardly anything in %j and does not throw',
		(text) => {
			const { words, ...rest } = parseQuery(text);
			expect(words.replace(/is:/, '').trim()).toBe('');
			expect(rest).toEqual({ ...nothing, words: undefined });
		},
	);
});
