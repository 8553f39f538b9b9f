import { staff, type Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import type { Module } from '../../platform/module.ts';
import type { Visibility } from '../spaces/index.ts';
import { insightsJobs } from './insights.jobs.ts';
import { insightsRoutes } from './insights.routes.ts';
import { miningJobs } from './mining.jobs.ts';
import { miningRoutes } from './mining.routes.ts';
import { insightsDerived } from './recount.queries.ts';
import { quotesRoutes } from './quotes.routes.ts';
import { tellingJobs } from './telling.jobs.ts';
import { tellingRoutes } from './telling.routes.ts';
import { countForProduct, type ProductWaiting } from './waiting.queries.ts';

export { findPublicOutcome } from './outcomes.queries.ts';
export { findRoadmapChange } from './roadmap.queries.ts';

export { refreshMining } from './mining.queries.ts';
export { recountInsights } from './numbers.queries.ts';
export { settleOutcomes } from './outcomes.service.ts';
export { owedOf, recountOwed } from './owed.queries.ts';

/** What waits for the product teams, each counted up to a limit; null for who is not staff. */
export async function countProductWaiting(
	sql: Db,
	actor: Actor,
	visibility: Visibility,
	upTo: number,
): Promise<ProductWaiting | null> {
	return staff(actor) ? await countForProduct(sql, visibility, upTo) : null;
}

export const insightsModule: Module = {
	name: 'insights',
	derived: insightsDerived,
	routes: (app) => {
		insightsRoutes(app);
		quotesRoutes(app);
		miningRoutes(app);
		tellingRoutes(app);
	},
	jobs: (context) => {
		insightsJobs(context);
		miningJobs(context);
		tellingJobs(context);
	},
};
