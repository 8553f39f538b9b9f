import { describe, expect, test, vi } from 'vitest';
import { Away, Breaker } from '../../api/src/platform/search/breaker.ts';

function breaker(retryAfter = 10_000) {
	const changed = vi.fn<(away: boolean) => void>();
	const isFailure = (error: unknown) => (error as Error).message !== 'bad question';
	return { changed, breaker: new Breaker({ failures: 3, retryAfter, isFailure, changed }) };
}
const fail = (message = 'connection refused') => Promise.reject(new Error(message));
const times = async (count: number, act: () => Promise<unknown>) => {
	for (let time = 0; time < count; time++) await act().catch(() => {});
};

describe('the circuit breaker', () => {
	test('asks nobody after three failures in a row, and says so once', async () => {
		const { breaker: tested, changed } = breaker();
		await times(3, () => tested.run(() => fail()));
		const request = vi.fn<() => Promise<string>>();
		await expect(tested.run(request)).rejects.toBeInstanceOf(Away);
		expect(request).not.toHaveBeenCalled();
		expect(changed.mock.calls.map(([away]) => away)).toEqual([true]);
	});

	test('forgets failures as soon as a request succeeds', async () => {
		const { breaker: tested } = breaker();
		await times(2, () => tested.run(() => fail()));
		await tested.run(async () => 'fine');
		await times(2, () => tested.run(() => fail()));
		expect(tested.away).toBe(false);
	});

	test('lets one request through after a while, which tells whether all may', async () => {
		const { breaker: tested, changed } = breaker(0);
		await times(3, () => tested.run(() => fail()));
		expect(await tested.run(async () => 'back')).toBe('back');
		expect(tested.away).toBe(false);
		expect(changed.mock.calls.map(([away]) => away)).toEqual([true, false]);
	});

	test('stays away when that request fails, too', async () => {
		const { breaker: tested } = breaker(5);
		await times(3, () => tested.run(() => fail()));
		await new Promise((resolve) => setTimeout(resolve, 10));
		await expect(tested.run(() => fail())).rejects.toThrow('connection refused');
		await expect(tested.run(async () => 'too early')).rejects.toBeInstanceOf(Away);
	});

	test('lets only one of many try', async () => {
		const { breaker: tested } = breaker(5);
		await times(3, () => tested.run(() => fail()));
		await new Promise((resolve) => setTimeout(resolve, 10));
		const request = vi.fn<() => Promise<string>>(() => new Promise((resolve) => setTimeout(() => resolve('back'), 20)));
		const results = await Promise.allSettled([tested.run(request), tested.run(request), tested.run(request)]);
		expect(request).toHaveBeenCalledTimes(1);
		expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
	});

	test('does not blame the service for a bad question', async () => {
		const { breaker: tested } = breaker();
		await times(9, () => tested.run(() => fail('bad question')));
		expect(tested.away).toBe(false);
	});
});
