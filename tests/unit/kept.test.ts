import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Db } from '../../api/src/platform/db.ts';
import { forgetKept, keptBriefly } from '../../api/src/platform/kept.ts';

/** As much of a pool as tells it from a transaction. */
const pool = () => ({ begin: () => {} }) as unknown as Db;

describe('what nearly every request asks for', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	test('is read once for all who ask at the same moment, and anew when its time is over', async () => {
		const [db, load] = [pool(), vi.fn(async () => 'spaces')];
		await Promise.all([keptBriefly(db, 'spaces', 500, load), keptBriefly(db, 'spaces', 500, load)]);
		vi.advanceTimersByTime(499);
		expect(await keptBriefly(db, 'spaces', 500, load)).toBe('spaces');
		expect(load).toHaveBeenCalledTimes(1);
		vi.advanceTimersByTime(1);
		await keptBriefly(db, 'spaces', 500, load);
		expect(load).toHaveBeenCalledTimes(2);
	});

	test('is read anew at once after a change of this process', async () => {
		const [db, load] = [pool(), vi.fn(async () => 'spaces')];
		await keptBriefly(db, 'spaces', 500, load);
		forgetKept();
		await keptBriefly(db, 'spaces', 500, load);
		expect(load).toHaveBeenCalledTimes(2);
	});

	test('is never kept for a transaction, which may have changed it', async () => {
		const [tx, load] = [{} as Db, vi.fn(async () => 'spaces')];
		await keptBriefly(tx, 'spaces', 500, load);
		await keptBriefly(tx, 'spaces', 500, load);
		expect(load).toHaveBeenCalledTimes(2);
	});

	test('belongs to one database and one name', async () => {
		const [here, there] = [pool(), pool()];
		await keptBriefly(here, 'spaces', 500, async () => 1);
		expect(await keptBriefly(there, 'spaces', 500, async () => 2)).toBe(2);
		expect(await keptBriefly(here, 'others', 500, async () => 3)).toBe(3);
		expect(await keptBriefly(here, 'spaces', 500, async () => 4)).toBe(1);
	});

	test('is not kept when it could not be read', async () => {
		const db = pool();
		await expect(keptBriefly(db, 'spaces', 500, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
		expect(await keptBriefly(db, 'spaces', 500, async () => 'back')).toBe('back');
	});
});
