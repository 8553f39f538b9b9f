import type { Client, Result } from '@ikatan/client';
import { readRail } from '@ikatan/contracts/pages';
import type { Rail } from '@ikatan/contracts/pages';

const freshFor = 500;

let known: { until: number; rail: Promise<Result<Rail>> } | undefined;

/** What stands beside every page of a visitor, the same for all of them and at most half a second old. Never ask it for a member. */
export async function visitorsRail(api: Client): Promise<Result<Rail>> {
	if (known && known.until > Date.now()) return await known.rail;
	const rail = api(readRail);
	known = { until: Date.now() + freshFor, rail };
	const result = await rail;
	if (!result.ok) known = undefined;
	return result;
}
