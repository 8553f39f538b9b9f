import { describe, expect, test } from 'vitest';
import { formatters, translate } from '@ikatan/messages';
import { explain } from '../../web/src/lib/explain.ts';

const saying = (language: string) => ({
	...formatters(language, 'Asia/Jakarta'),
	t: (key: Parameters<typeof translate>[1], params?: Parameters<typeof translate>[2]) =>
		translate(language, key, params),
});
const until = '2026-11-25T03:00:00.000Z';

describe('why something was refused', () => {
	test.each([
		['account-silenced', 'en', 'You can read, but not write, for now. Until'],
		['account-silenced', 'id', 'Untuk sementara Anda dapat membaca, tetapi tidak menulis. Sampai'],
		['account-suspended', 'en', 'This account is suspended. Until'],
		['account-suspended', 'id', 'Akun ini ditangguhkan. Sampai'],
	] as const)('to who is held back (%s, %s) says until when, in their time zone, and why', (code, language, begins) => {
		const said = explain({ code, params: { until, reason: 'Too loud.' } }, saying(language));
		expect(said.startsWith(begins)).toBe(true);
		expect(said).toContain(formatters(language, 'Asia/Jakarta').dateTime(until));
		expect(said.endsWith('Too loud.')).toBe(true);
	});

	test('says nothing of a term and a reason that there are not', () => {
		const said = explain({ code: 'account-silenced', params: { until: '', reason: '' } }, saying('en'));
		expect(said).toBe(translate('en', 'errors.account-silenced'));
	});

	test('says when to try again', () => {
		const said = explain({ code: 'too-many-requests', params: {}, retryAfter: 120 }, saying('en'));
		expect(said).toContain(formatters('en', 'UTC').wait(120));
	});
});
