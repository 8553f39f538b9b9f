import { describe, expect, test, vi } from 'vitest';
import { chooseLanguage, direction, formatters, translate, translateParts } from './index.ts';
import { createTranslator } from './format.ts';
import { parseMessage } from './parse.ts';
import type { MessageKey, Params } from './index.ts';

describe('translate', () => {
	test('counts in the words of each language', () => {
		expect(translate('en', 'time.daysAgo', { count: 1 })).toBe('1 day ago');
		expect(translate('en', 'time.daysAgo', { count: 3 })).toBe('3 days ago');
		expect(translate('id', 'time.daysAgo', { count: 3 })).toBe('3 hari lalu');
	});

	test('speaks English where a language has no folder', () => {
		expect(translate('tlh', 'shell.home')).toBe('Home');
	});

	test('shows the key and logs it when there is no such message or a value is missing', () => {
		const log = vi.spyOn(console, 'error').mockReturnValue();
		expect(translate('en', 'shell.nowhere' as MessageKey)).toBe('shell.nowhere');
		expect(translate('en', 'shell.retryIn', {})).toBe('shell.retryIn');
		expect(log).toHaveBeenCalledTimes(2);
	});

	test('leaves what a member typed alone, whatever signs it holds', () => {
		expect(translate('en', 'shell.retryIn', { wait: "<b>{x} it's" })).toBe("Please try again in <b>{x} it's.");
	});

	test('gives the tags of a sentence as pieces', () => {
		expect(translateParts('en', 'shell.mailUnverified', { mail: 'a@b.c' })).toEqual([
			'Please confirm ',
			{ tag: 'b', text: 'a@b.c' },
			': the link is in your mailbox. Until then your posts wait.',
		]);
	});
});

describe('a message', () => {
	const say = (source: string, params: Params, language = 'en') =>
		createTranslator(language, () => parseMessage(source)).translate('any', params);

	test.each<[string, Params, string]>([
		['{n, plural, =0 {none} one {one} other {#}}', { n: 0 }, 'none'],
		['{n, plural, =0 {none} one {one} other {#}}', { n: 1 }, 'one'],
		['{n, plural, =0 {none} one {one} other {# of them}}', { n: 12480 }, '12,480 of them'],
		['{n, plural, offset:1 =0 {nobody} =1 {you} one {you and one} other {you and #}}', { n: 2 }, 'you and one'],
		['{n, plural, offset:1 =0 {nobody} =1 {you} one {you and one} other {you and #}}', { n: 4 }, 'you and 3'],
		['{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { n: 22 }, '22nd'],
		['{kind, select, idea {an idea} other {a thread}}', { kind: 'idea' }, 'an idea'],
		['{kind, select, idea {an idea} other {a thread}}', { kind: 'constructor' }, 'a thread'],
		['{n, number} in {year}', { n: 1200, year: 2026 }, '1,200 in 2026'],
		["it''s '{'literal'}' {word}", { word: '{x}' }, "it's {literal} {x}"],
	])('%s with %o', (source, params, words) => {
		expect(say(source, params)).toBe(words);
	});

	test('may hold a plural inside a tag and a tag inside a plural', () => {
		const { parts } = createTranslator('en', () =>
			parseMessage('By <b>{n, plural, one {# man} other {# men}}</b>, {n, plural, other {<i>#</i>}}.'),
		);
		expect(parts('any', { n: 3 })).toEqual(['By ', { tag: 'b', text: '3 men' }, ', ', { tag: 'i', text: '3' }, '.']);
	});

	test('with a date in it is refused when it is parsed', () => {
		expect(() => parseMessage('on {day, date, short}')).toThrow('dates are formatted before');
	});
});

describe('formatters', () => {
	const jakarta = formatters('en', 'Asia/Jakarta');
	const now = '2026-03-12T03:00:00Z'; // ten in the morning in Jakarta

	test.each([
		['2026-03-12T02:59:40Z', 'just now'],
		['2026-03-12T03:00:09Z', 'just now'],
		['2026-03-12T02:48:00Z', '12 min ago'],
		['2026-03-11T22:00:00Z', '5 h ago'],
		['2026-03-11T02:00:00Z', 'yesterday'],
		['2026-03-09T18:00:00Z', '2 days ago'],
		['2026-01-02T18:00:00Z', 'Jan 3'],
		['2025-03-09T18:00:00Z', 'Mar 10, 2025'],
	])('say %s as %s', (at, words) => {
		expect(jakarta.relative(at, now)).toBe(words);
	});

	test('use the calendar of the time zone', () => {
		expect(formatters('en', 'UTC').date('2026-03-09T18:00:00Z')).toBe('Mar 9, 2026');
		expect(formatters('id', 'Asia/Jakarta').date('2026-03-09T18:00:00Z')).toBe('10 Mar 2026');
	});

	test('write numbers by language', () => {
		expect(jakarta.number(12480)).toBe('12,480');
		expect(formatters('id', 'UTC').number(12480)).toBe('12.480');
	});

	test('survive an unknown time zone', () => {
		expect(formatters('en', 'Mars/Olympus').date('2026-03-09T18:00:00Z')).toBe('Mar 9, 2026');
	});

	test('round a wait up', () => {
		expect([0.2, 60, 61, 100, 4000, 6000].map((seconds) => jakarta.wait(seconds))).toEqual([
			'1 second',
			'60 seconds',
			'61 seconds',
			'2 minutes',
			'67 minutes',
			'2 hours',
		]);
	});
});

describe('chooseLanguage', () => {
	const available = ['en', 'id'];
	test.each([
		['id,en;q=0.8', 'id'],
		['en;q=0.3, id-ID;q=0.9', 'id'],
		['fr-FR, en-GB;q=0.5', 'en'],
		['id;q=0, en', 'en'],
		['fr', undefined],
		['*', undefined],
		['', undefined],
		[null, undefined],
	])('%s → %s', (wish, language) => {
		expect(chooseLanguage(wish, available)).toBe(language);
	});
});

test('Arabic runs from right to left, Indonesian does not', () => {
	expect([direction('ar-EG'), direction('id')]).toEqual(['rtl', 'ltr']);
});
