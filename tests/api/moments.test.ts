import { describe, expect } from 'vitest';
import { test } from '../support/database.ts';

describe('moments from the database', () => {
	for (const zone of ['UTC', 'Asia/Jakarta'])
		test(`arrive as ISO strings with milliseconds where its clock shows ${zone}`, async ({ database }) => {
			const written = ['2026-11-22 12:35:17+00', '2026-11-22 12:35:17.5+00', '2026-01-02 03:04:05.123999+00'];
			const moments = await database.sql.begin(async (tx) => {
				await tx`select set_config('timezone', ${zone}, true)`;
				return await tx<{ at: string }[]>`select at from unnest(${written}::timestamptz[]) as at`;
			});
			expect(moments.map(({ at }) => at)).toEqual([
				'2026-11-22T12:35:17.000Z',
				'2026-11-22T12:35:17.500Z',
				'2026-01-02T03:04:05.123Z',
			]);
		});
});
