import { describe, expect, test } from 'vitest';
import { guessLanguage, isFunctionWord } from '../../api/src/platform/search/function-words.ts';
import { languageOfThread, stemIn, stemsOf, wordsIn } from '../../api/src/platform/search/words.ts';

const folded = (text: string) => wordsIn(text).map((word) => word.folded);

describe('the words of a text', () => {
	test.for([
		['How do I print?', ['how', 'do', 'i', 'print']],
		["I don’t, can't; won’t", ['i', 'dont', 'cant', 'wont']],
		['C++ and C# on .NET 4.8.1', ['c++', 'and', 'c#', 'on', 'net', '4.8.1']],
		['Café crème, NAÏVE', ['cafe', 'creme', 'naive']],
		['e-mail snake_case a/b', ['e', 'mail', 'snake', 'case', 'a', 'b']],
		['प्रिंटर नहीं', ['प्रिंटर', 'नहीं']],
		['Ｆｕｌｌ ﬁne', ['full', 'fine']],
		['', []],
	] as const)('%s', ([text, words]) => {
		expect(folded(text)).toEqual(words);
	});

	test('know where they stand in the text as written', () => {
		const text = 'Ein «Café» – ﬁne!';
		expect(wordsIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Ein', 'Café', 'ﬁne']);
	});

	test('leave out what no tongue could speak', () => {
		expect(folded(`key ${'x'.repeat(65)} lock`)).toEqual(['key', 'lock']);
	});
});

describe('stems', () => {
	test('bring the forms of an English or Indonesian word together', () => {
		const stems = (language: string, words: string) =>
			new Set(words.split(' ').map((word) => stemIn(language, word))).size;
		expect(stems('en', 'print prints printing printed')).toBe(1);
		expect(stems('id', 'kirim mengirim kirimkan kiriman pengiriman')).toBe(1);
		expect(stems('id', 'tulis menulis tulisan penulis ditulis')).toBe(1);
		expect(stems('id', 'atur mengatur pengaturan aturan')).toBe(1);
		expect(stems('id', 'cetak mencetak dicetak')).toBe(1);
	});

	test('keep Indonesian without its k and t apart from English words', () => {
		expect(stemsOf('task', 'en')).not.toContain(stemIn('en', 'ask'));
	});

	test('leave the words of a language without stemmer as they are', () => {
		expect(stemIn('xx', 'printing')).toBe('printing');
	});

	test('of a search cover English, Indonesian and the reader’s own language', () => {
		expect(stemsOf('mengirim', 'en')).toEqual(['mengirim', '+irim']);
		expect(stemsOf('häuser', 'de')).toContain('haus');
	});
});

describe('the language of a thread', () => {
	test('is told by its function words, whatever was declared', () => {
		expect(languageOfThread(wordsIn('Bagaimana cara mencetak struk yang hilang?'), 'en')).toBe('id');
		expect(languageOfThread(wordsIn('How do I print a receipt that is lost?'), 'id')).toBe('en');
	});

	test('stays as declared where they do not tell, or the language is another one', () => {
		expect(guessLanguage(['printer', 'epson'], 'id')).toBe('id');
		expect(languageOfThread(wordsIn('Wie drucke ich das?'), 'de')).toBe('de');
	});

	test('has function words of its own', () => {
		expect(['how', 'dont', 'bagaimana', 'yang'].filter(isFunctionWord)).toHaveLength(4);
		expect(['printer', 'invoice', 'cetak'].filter(isFunctionWord)).toEqual([]);
	});
});
