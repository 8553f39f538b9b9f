import { describe, expect, test } from 'vitest';
import { deviceInWords, deviceOf } from '../../api/src/modules/accounts/device.ts';
import { networkOf } from '../../api/src/platform/caller.ts';
import { isReservedHandle } from '../../api/src/modules/accounts/handles.ts';
import { sessionIdIn } from '../../api/src/modules/accounts/sessions.ts';
import { isWeakPassword } from '../../api/src/modules/accounts/weak-passwords.ts';

describe('isWeakPassword', () => {
	const own = ['budi.santoso', 'Budi Santoso', 'budi.santoso@toko.example', 'Warung'];
	test.each([
		'password123',
		'P@ssw0rd2024!',
		'1234567890',
		'0987654321',
		'qwertyuiop',
		'QwertyUiop[]12',
		'aaaaaaaaaaaa',
		'abababababab',
		'sayangkamu99',
		'sayangsayang',
		'indonesia45!',
		'abcdefghijkl',
		'budi.santoso1',
		'Budi Santoso!',
		'budi.santoso@toko.example',
		'!!rahasia2026',
	])('%s is easily guessed', (password) => {
		expect(isWeakPassword(password, own)).toBe(true);
	});
	test.each([
		'a long enough password',
		'kucing makan tempe goreng',
		'mV8#kk20qz',
		'warung di tepi sawah',
		'correct horse battery',
	])('%s is not', (password) => {
		expect(isWeakPassword(password, own)).toBe(false);
	});
});

test('handles that pass for the community or for somebody gone are reserved', () => {
	expect(['admin', 'staff', 'sign-in', 'former-12', 'former'].filter(isReservedHandle)).toHaveLength(5);
	expect(['dewi', 'adminah', 'former-baker', 'formerly'].filter(isReservedHandle)).toEqual([]);
});

describe('deviceOf', () => {
	const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)';
	test.each([
		['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
		[`${android} Chrome/140.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
		[`${android} SamsungBrowser/28.0 Chrome/140.0 Mobile Safari/537.36`, 'Samsung Internet on Android'],
		[
			'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
			'Safari on iPhone',
		],
		[
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
			'Edge on Windows',
		],
		['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36', 'Chrome on Linux'],
		['curl/8.5.0', 'Unknown device'],
		[undefined, 'Unknown device'],
	])('calls %s %s', (userAgent, words) => {
		expect(deviceInWords(deviceOf(userAgent), 'en')).toBe(words);
	});
	test('says it in the reader’s language', () => {
		expect(deviceInWords('Firefox/Linux', 'id')).toBe('Firefox di Linux');
	});
});

test('a network is an IPv4 address, or the half of an IPv6 one that a subscriber holds', () => {
	expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
	expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
	expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
	expect(networkOf('2001:DB8:1:2::9')).toBe('2001:db8:1:2');
	expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
	expect(networkOf('inject')).toBe('inject');
});

test('a session id is found among other cookies, also broken ones, and nothing else is taken for one', () => {
	const id = 'a2'.repeat(20);
	expect(sessionIdIn(`language=id; ikatan_session=${id}; theme=%E0%A4%A`)).toBe(id);
	expect(sessionIdIn(`not_ikatan_session=${id}`)).toBeNull();
	expect(sessionIdIn('ikatan_session=short')).toBeNull();
	expect(sessionIdIn(`ikatan_session=${id}x`)).toBeNull();
	expect(sessionIdIn(undefined)).toBeNull();
});
