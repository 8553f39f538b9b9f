import { describe, expect, test } from 'vitest';
import { promiseOf, readSigns, sentencesOf, strongSigns, tellingInList } from '../../api/src/modules/insights/signs.ts';

const signsOf = (opening: string, ...answers: string[]) =>
	readSigns(
		'A title',
		[opening, ...answers].map((html, place) => ({ postId: place + 1, opening: place === 0, html })),
	);
const heardIn = (words: string) => strongSigns(signsOf(`<p>${words}</p>`));

describe('words of customers', () => {
	test.each([
		['The printer doesn’t work since Monday.', ['complaint']],
		['It would be really helpful to sort by date.', ['wish']],
		['We are looking at alternatives.', ['leaving']],
		['We switched to Kasirku last week.', ['leaving']],
		['Printer tidak bisa mencetak dan kami mau pindah ke yang lain.', ['leaving', 'complaint']],
		['Kalau bisa, laporannya otomatis.', ['wish']],
	])('tell what they are: %s', (words, signs) => {
		expect(heardIn(words)).toEqual(signs);
	});

	test.each([
		'Any help would be great.',
		'I want to switch to the first tab.',
		'Salah satu cara adalah begini.',
		'How many errors may a shift have?',
		'The guests move away from it.',
	])('are not taken for more than they are: %s', (words) => {
		expect(heardIn(words)).toEqual([]);
	});

	test('count neither in code nor in what is quoted of others', () => {
		const html = '<pre><code>throw new Error("crashed")</code></pre><blockquote><p>It crashed.</p></blockquote>';
		expect(signsOf(`${html}<p>How do I read this?</p>`).telling).toEqual([]);
	});

	test('join in only where somebody else has begun', () => {
		expect(strongSigns(signsOf('<p>Me too, I count boxes.</p>'))).toEqual([]);
		expect(strongSigns(signsOf('<p>I count boxes.</p>', '<p>Me too!</p>'))).toEqual(['echo']);
	});

	test('are pointed out sentence by sentence, for the gravest thing that each says', () => {
		const { telling } = signsOf(
			'<p>Hello there. It crashed again, and we are fed up.</p><p>It would be nice to know why.</p>',
		);
		expect(telling.map(({ reason, words }) => [reason, words])).toEqual([
			['leaving', 'It crashed again, and we are fed up.'],
			['wish', 'It would be nice to know why.'],
		]);
	});

	test('stand in the list as the first loud one of each kind, the gravest first', () => {
		const said = signsOf('<p>It would be nice to know. Something is wrong.</p>', '<p>Mine crashed.</p>');
		expect(tellingInList(said)).toEqual([
			{ reason: 'complaint', postId: 2, words: 'Mine crashed.' },
			{ reason: 'wish', postId: 1, words: 'It would be nice to know.' },
		]);
	});
});

describe('sentences', () => {
	test('end at full stops before a capital and at ends of lines, not within numbers', () => {
		expect(sentencesOf('Version 1.8 fails. It did so before!\n\nwhy? because')).toEqual([
			'Version 1.8 fails.',
			'It did so before!',
			'why? because',
		]);
	});
});

describe('what a thread promises', () => {
	const weights = {
		score: 0,
		meToo: 0,
		answers: 1,
		unaccepted: false,
		kind: 'question',
		createdAt: '2026-01-01T00:00:00Z',
	};
	const promise = (html: string, more: Partial<typeof weights> = {}) =>
		promiseOf(signsOf(html), { ...weights, ...more });

	test('is more with votes, with others, with a complaint; three years count as much as one complaint', () => {
		const calm = promise('<p>Where is the manual?</p>');
		expect(promise('<p>Where is the manual?</p>', { score: 3 })).toBeGreaterThan(calm);
		expect(promise('<p>Where is the manual?</p>', { meToo: 1 })).toBeGreaterThan(calm);
		const old = { createdAt: '2023-01-01T00:00:00Z' };
		const complaint = promise('<p>It is unusable. It crashed. It was useless.</p>', old);
		expect(complaint).toBeGreaterThan(calm);
		expect(promise('<p>It crashed.</p>', { createdAt: '2019-01-01T00:00:00Z' })).toBeLessThan(calm);
	});

	test('is less where there is much to read for the same', () => {
		const long = `<p>It crashed.</p>${'<p>I count the boxes once more.</p>'.repeat(400)}`;
		expect(promise(long)).toBeLessThan(promise('<p>It crashed.</p>'));
	});
});
