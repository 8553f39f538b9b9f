import type { AdminOverview } from '@ikatan/contracts/admin-overview';
import type { Deps } from '../../platform/deps.ts';
import { countTroubles, mailGoes } from '../running/index.ts';
import { countForAdmin } from './admin.queries.ts';

/** What needs an admin, and the community in numbers. */
export async function overviewFor(deps: Deps): Promise<AdminOverview> {
	const { meilisearch } = deps.search;
	const [counted, troubles, searchLimited] = await Promise.all([
		countForAdmin(deps.sql, deps.clock.now()),
		countTroubles(deps.sql),
		meilisearch ? meilisearch.isUp().then((up) => !up) : false,
	]);
	return { ...counted, ...troubles, searchLimited, mailNowhere: mailGoes(deps) === 'nowhere' };
}
