import { describe, expect, test } from 'vitest';
import { isSentence, rank, termsOf, type Candidate, type Corpus } from '../../api/src/platform/search/bm25f.ts';
import { looseQuery, tellingWords } from '../../api/src/platform/search/loose-query.ts';
import { stemIn, wordsIn } from '../../api/src/platform/search/words.ts';

/** A thread as the index would hold it. */
function thread(id: number, title: string, answers = '', opening = ''): Candidate {
	const counts: Candidate['counts'] = new Map();
	const fields = { title, opening, answers };
	for (const field of ['title', 'opening', 'answers'] as const) {
		for (const { folded } of wordsIn(fields[field])) {
			const stem = stemIn('en', folded);
			const known = counts.get(stem) ?? { title: 0, tags: 0, opening: 0, answers: 0 };
			counts.set(stem, { ...known, [field]: known[field] + 1 });
		}
	}
	const length = (text: string) => wordsIn(text).length;
	return {
		id,
		title,
		createdAt: '2026-01-01T00:00:00.000Z',
		titleLength: length(title),
		openingLength: length(opening),
		answersLength: length(answers),
		counts,
	};
}

/** 1,000 threads in which these stems occur so often. */
const corpus = (frequencies: Record<string, number> = {}): Corpus => ({
	documents: 1000,
	averageLengths: { title: 5, opening: 30, answers: 60 },
	frequency: (stem) => frequencies[stem] ?? 0,
});
const order = (threads: Candidate[], text: string, frequencies?: Record<string, number>) =>
	rank(threads, termsOf(text, 'en'), corpus(frequencies)).map(({ id }) => id);

describe('ranking', () => {
	test('puts a rare word above a frequent one', () => {
		const threads = [thread(1, 'Account settings page'), thread(2, 'Refund policy page')];
		expect(order(threads, 'account refund', { account: 400, refund: 5 })).toEqual([2, 1]);
	});

	test('puts a word in the title above the same word in an answer', () => {
		const threads = [thread(1, 'Something else', 'Open the drawer of the printer'), thread(2, 'Printer is offline')];
		expect(order(threads, 'printer', { printer: 20 })).toEqual([2, 1]);
	});

	test('counts a word less, the longer the text it stands in', () => {
		const long = `${'filler '.repeat(300)} drawer`;
		const threads = [thread(1, 'One', long), thread(2, 'Two', 'The drawer opens')];
		expect(order(threads, 'drawer', { drawer: 20 })).toEqual([2, 1]);
	});

	test('does not let a word that is said often outdo two words', () => {
		const threads = [thread(1, 'One', 'drawer '.repeat(30)), thread(2, 'Two', 'The drawer of the printer')];
		expect(order(threads, 'printer drawer', { printer: 20, drawer: 20 })).toEqual([2, 1]);
	});

	test('lets function words weigh little', () => {
		const threads = [thread(1, 'How do I do this?'), thread(2, 'Printing receipts')];
		expect(order(threads, 'How do I print?', { how: 500, do: 500, i: 500, print: 300 })).toEqual([2, 1]);
	});

	test('finds other forms of a word', () => {
		expect(order([thread(1, 'Printing receipts')], 'printed receipt', { print: 9, receipt: 9 })).toEqual([1]);
	});

	test('forgives a typo by the letters of the title', () => {
		const threads = [thread(1, 'Export invoices'), thread(2, 'Import customers')];
		expect(order(threads, 'exprot invoces')).toEqual([1]);
	});

	test('takes the last word for the beginning of longer ones, but not when a full stop ends it', () => {
		const threads = [thread(1, 'Something', 'Ask on Facebook for it')];
		expect(order(threads, 'delete faceb', { facebook: 9 })).toEqual([1]);
		expect(order(threads, 'delete faceb.', { facebook: 9 })).toEqual([]);
	});

	test('does not let a rare longer word lift the frequent word itself', () => {
		const threads = [thread(1, 'Mail'), thread(2, 'Mailbox for mail')];
		const scores = (text: string) => rank(threads, termsOf(text, 'en'), corpus({ mail: 600, mailbox: 2 }));
		const one = (text: string) => scores(text).find(({ id }) => id === 1)?.score;
		expect(one('mail')).toBeCloseTo(one('mail.') ?? 0, 5);
	});

	test('leaves out what has nothing in common with the words', () => {
		expect(order([thread(1, 'Zebra')], 'print receipt', { print: 5 })).toEqual([]);
	});
});

describe('a sentence', () => {
	test.for([
		['how do I delete my account', true],
		['bagaimana cara mencetak struk', true],
		['printer offline after update windows network driver', true],
		['delete account', false],
		['print a receipt', false],
		['how do I', false],
		['', false],
	] as const)('%s: %s', ([text, expected]) => {
		expect(isSentence(text, 'en')).toBe(expected);
	});
});

describe('the loosest query that is not too broad', () => {
	const query = (text: string, frequencies: Record<string, number>, rows: number) => {
		const known = corpus(frequencies);
		return looseQuery(tellingWords(termsOf(text, 'en'), known), known.documents, rows);
	};

	test('takes any word while words are rare', () => {
		expect(query('refund drawer', { refund: 3, drawer: 5 }, 100)).toBe("('refund' | 'drawer')");
	});

	test('takes a frequent word only together with a rarer one', () => {
		expect(query('refund account', { refund: 3, account: 800 }, 100)).toBe("('refund' | ('account' & 'refund'))");
	});

	test('takes all words together when even pairs would be too many', () => {
		expect(query('account page', { account: 800, page: 900 }, 100)).toBe("('account' & 'page')");
	});

	test('takes an unknown last word for a beginning', () => {
		expect(query('refund draw', { refund: 3 }, 100)).toBe("('refund' | 'draw':*)");
		expect(query('kirim', {}, 100)).toBe("('kirim':* | '+irim':*)");
	});

	test('is empty when no thread has any of the words', () => {
		expect(query('refund drawer?', {}, 100)).toBe('');
	});
});
