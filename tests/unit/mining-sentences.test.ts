import { describe, expect, test } from 'vitest';
import { nextSentence, sentencesIn } from '../../web/src/routes/insights/mine/[threadId=id]/sentences.ts';

const text = 'The printer stops. Every evening, at eight!\n\nWhy is that?';
const spans = sentencesIn(text, 'en');
const words = ({ from, to }: { from: number; to: number }) => text.slice(from, to);

describe('the sentences of a text', () => {
	test('end where they end, without the space around them', () => {
		expect(spans.map(words)).toEqual(['The printer stops.', 'Every evening, at eight!', 'Why is that?']);
	});

	test('are none in an empty text', () => {
		expect(sentencesIn(' \n\n ')).toEqual([]);
	});
});

describe('stepping through them', () => {
	const step = (selected: number | null, direction: 1 | -1) =>
		nextSentence(spans, selected === null ? null : spans[selected]!, direction);

	test('begins at the first that is seen, or the last', () => {
		expect([step(null, 1), step(null, -1), nextSentence(spans, null, 1, 1)]).toEqual([0, 2, 1]);
	});

	test('goes one on, and says so where there is no further one', () => {
		expect([step(0, 1), step(2, 1), step(1, -1), step(0, -1)]).toEqual([1, null, 0, null]);
	});

	test('goes on behind words that were selected by hand', () => {
		expect(nextSentence(spans, { from: 4, to: 11 }, 1)).toBe(1);
	});
});
