import { describe, expect, test } from 'vitest';
import { withinEdits } from '../../api/src/platform/search/edits.ts';
import { markText, rootsOf, snippetOf } from '../../api/src/platform/search/marks.ts';

const hits = (text: string, search: string) =>
	markText(text, search, 'en')
		.filter((piece) => piece.hit)
		.map((piece) => piece.text);
const whole = (pieces: { text: string }[]) => pieces.map((piece) => piece.text).join('');

describe('marking what was searched for', () => {
	test('keeps the text as it is', () => {
		const text = 'Printing “receipts” <b>twice</b> &amp; more';
		expect(whole(markText(text, 'print receipt', 'en'))).toBe(text);
	});

	test.for([
		['other forms of a word', 'Printing printed receipts', 'print receipt', ['Printing', 'printed', 'receipts']],
		['Indonesian forms', 'Cara mengirim kiriman', 'kirim', ['mengirim', 'kiriman']],
		['the word that the last one begins', 'My Facebook account', 'faceb', ['Facebook']],
		['accents apart', 'Café menu', 'cafe', ['Café']],
		['a typo, where nothing else matches the word', 'Export invoices', 'invioces', ['invoices']],
		['no typo beside the word itself', 'Print paint', 'print', ['Print']],
		['no function words', 'How to print', 'how to print', ['print']],
		['function words when there is nothing else', 'How to print', 'how', ['How']],
		['nothing in short words that merely look alike', 'cat car', 'cap', []],
	] as const)('marks %s', ([, text, search, expected]) => {
		expect(hits(text, search)).toEqual(expected);
	});
});

describe('a snippet', () => {
	const filler = 'Lorem ipsum dolor sit amet consectetur. '.repeat(20);

	test('shows the passage with the most different words', () => {
		const text = `${filler}The printer hums. ${filler}Open the drawer of the printer first. ${filler}`;
		const pieces = snippetOf(text, 'printer drawer', 'en');
		expect(pieces.filter((piece) => piece.hit).map((piece) => piece.text)).toEqual(['drawer', 'printer']);
		expect(whole(pieces)).toMatch(/^… .+ …$/s);
		expect(whole(pieces).length).toBeLessThan(260);
	});

	test('begins and ends between words', () => {
		const text = whole(snippetOf(`${filler}drawer ${filler}`, 'drawer', 'en'));
		const words = new Set([...filler.split(' '), 'drawer', '…']);
		expect(text.split(' ').filter((word) => !words.has(word))).toEqual([]);
	});

	test('is the beginning when nothing matches, and all of a short text', () => {
		expect(whole(snippetOf(filler, 'zebra', 'en')).startsWith('Lorem ipsum')).toBe(true);
		expect(whole(snippetOf('Short text.', 'zebra', 'en'))).toBe('Short text.');
		expect(snippetOf('', 'zebra', 'en')).toEqual([]);
	});
});

describe('words within some edits', () => {
	test.for([
		['receipt', 'reciept', 1, true],
		['receipt', 'receit', 1, true],
		['receipt', 'recept', 1, true],
		['receipt', 'rcpt', 2, false],
		['invoice', 'invoices', 1, true],
		['abc', 'abc', 0, true],
		['abcd', 'badc', 1, false],
		['abcd', 'badc', 2, true],
	] as const)('%s and %s within %i: %s', ([one, other, most, expected]) => {
		expect(withinEdits(one, other, most)).toBe(expected);
	});
});

test('the root that a text must contain is the shortest of a word and its stems within it', () => {
	expect(rootsOf('mengirim printing happy', 'en')).toEqual(['irim', 'print', 'happy']);
});
