import { describe, expect, test } from 'vitest';
import { renderLetter, type Letter } from '../../api/src/platform/letters.ts';

const letter = (wanted: Partial<Letter> = {}) =>
	renderLetter({
		language: 'en',
		subject: 'An answer',
		paragraphs: [
			'Hello,',
			{ quote: 'It works\nnow' },
			{ link: 'The thread', href: 'https://ikatan.example/threads/1' },
		],
		button: { label: 'Open', href: 'https://ikatan.example/open?a=1&b=2' },
		footer: ['Why you get this.'],
		siteName: 'Warung',
		origin: 'https://ikatan.example',
		...wanted,
	});

describe('renderLetter', () => {
	test('says the same in plain text as in HTML', () => {
		expect(letter().text).toBe(
			[
				'Hello,',
				'',
				'> It works',
				'> now',
				'',
				'The thread:',
				'https://ikatan.example/threads/1',
				'',
				'Open:',
				'https://ikatan.example/open?a=1&b=2',
				'',
				'-- ',
				'Why you get this.',
				'Warung',
				'https://ikatan.example',
				'',
			].join('\n'),
		);
	});

	test('shows what people wrote as text, never as markup', () => {
		const { html } = letter({
			subject: '</title><script>',
			paragraphs: ['<img src=x onerror=alert(1)>', { quote: '"<b>"' }],
			siteName: 'A & <B>',
		});
		expect(html).not.toMatch(/<(script|img|b)\b/);
		expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
		expect(html).toContain('href="https://ikatan.example/open?a=1&amp;b=2"');
	});

	test('leads only to web addresses', () => {
		const { html } = letter({
			paragraphs: [{ link: 'click', href: 'javascript:alert(1)' }],
			button: { label: 'go', href: 'data:x' },
		});
		expect(html).not.toContain('javascript:');
		expect(html).not.toContain('data:x');
		expect(html).toContain('click');
	});

	test('keeps the subject on one line', () => {
		expect(letter({ subject: 'A title\r\nBcc: all@example.org' }).subject).toBe('A title Bcc: all@example.org');
	});

	test('names its language and direction', () => {
		expect(letter({ language: 'id' }).html).toContain('<html lang="id" dir="ltr">');
		expect(letter({ language: 'ar' }).html).toContain('<html lang="ar" dir="rtl">');
	});
});
