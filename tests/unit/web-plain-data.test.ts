import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, stringify, unflatten } from '../../web/src/lib/plainData.ts';

// The library that SvelteKit writes pages' data with.
const ofWeb = createRequire(new URL('../../web/package.json', import.meta.url));
const ofKit = createRequire(ofWeb.resolve('@sveltejs/kit/package.json'));
const devalue = (await import(pathToFileURL(ofKit.resolve('devalue')).href)) as {
	stringify: (value: unknown, reducers?: Record<string, (value: unknown) => unknown>) => string;
	parse: (text: string) => unknown;
};

const shared = { name: 'Kasir' };
const samples: [string, unknown][] = [
	['an object', { id: 1, title: 'a “b” </script>', tags: ['x', 'x'], none: null, missing: undefined }],
	['things named twice', { first: shared, second: shared, list: [shared, [shared]] }],
	['numbers that JSON has not', [NaN, Infinity, -Infinity, -0]],
	['a date', { at: new Date('2026-11-22T08:00:00Z') }],
	['lists that begin with a word', [['Map', 1], ['Date', 'x'], []]],
	['a name that objects have', JSON.parse('{"constructor": 1, "toString": [2]}')],
	['undefined', undefined],
	['words alone', 'words'],
	['nothing', null],
];

describe('plain data', () => {
	test.each(samples)('reads %s as SvelteKit writes it', (_, value) => {
		expect(parse(devalue.stringify(value))).toEqual(value);
	});

	test.each(samples.filter(([name]) => !name.startsWith('numbers')))(
		'keeps %s so that the library reads it',
		(_, value) => {
			expect(devalue.parse(stringify(value))).toEqual(value);
			expect(parse(stringify(value))).toEqual(value);
		},
	);

	test('gives what was one thing back as one', () => {
		const { first, list } = parse(devalue.stringify(samples[1]![1])) as { first: object; list: [object, [object]] };
		expect(list[0]).toBe(first);
		expect(list[1][0]).toBe(first);
	});

	test('refuses a name that would change what an object is', () => {
		expect(() => parse('[{"__proto__":1},{"spoilt":2},true]')).toThrow();
	});

	test('brings back what the caller knows how to', () => {
		const values = JSON.parse(
			devalue.stringify({ soon: Promise.resolve() }, { Promise: (one) => one instanceof Promise && 7 }),
		) as unknown;
		expect(unflatten(values, { Promise: (id) => `promise ${String(id)}` })).toEqual({ soon: 'promise 7' });
	});

	test.each([new Map(), new Set([1]), 10n])('refuses what pages are not sent: %s', (value) => {
		expect(() => parse(devalue.stringify(value))).toThrow();
	});

	test.each([10n, () => 1, NaN])('refuses to keep what is not plain: %s', (value) => {
		expect(() => stringify({ value })).toThrow();
	});
});
