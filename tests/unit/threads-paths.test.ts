import { describe, expect, test } from 'vitest';
import { postPath, slugOf, threadPath } from '@ikatan/contracts/paths';

describe('the address of a thread', () => {
	test.each([
		['How do I export invoices?', 'how-do-i-export-invoices'],
		['  C++ / C#: what’s new in 5.2?  ', 'c-c-what-s-new-in-5-2'],
		['Café Müller über alles', 'cafe-muller-uber-alles'],
		['Как напечатать чек', 'как-напечатать-чек'],
		['हिन्दी में रसीद', 'हिन्दी-में-रसीद'],
		['???', ''],
	])('%s becomes %s', (title, slug) => {
		expect(slugOf(title)).toBe(slug);
	});

	test('ends between words, after 60 characters at most', () => {
		const slug = slugOf('every good word counts '.repeat(20));
		expect(slug).toBe('every-good-word-counts-every-good-word-counts-every-good');
		expect(slug.length).toBeLessThanOrEqual(60);
	});

	test('of a script without spaces is cut between characters, never inside one', () => {
		expect([...slugOf('領収書を印刷するにはどうすればよいですか'.repeat(5))]).toHaveLength(30);
		expect(threadPath({ id: 7, title: `${'a'.repeat(29)}𠮷${'b'.repeat(70)}` })).toMatch(
			/^\/threads\/7\/a{29}%F0%A0%AE%B7$/,
		);
	});

	test('is plain ASCII, so that it can stand in a header', () => {
		expect(threadPath({ id: 7, title: 'Как напечатать чек' })).toMatch(/^[\x21-\x7e]+$/);
	});

	test('has a word in the place of a title without letters, and names an answer twice', () => {
		expect(threadPath({ id: 7, title: '???' })).toBe('/threads/7/thread');
		expect(postPath({ id: 7, title: 'Short title' }, 9)).toBe('/threads/7/short-title/9#9');
	});
});
