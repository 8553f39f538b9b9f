import type { Db } from '../../platform/db.ts';
import type { Actor } from '../../platform/actor.ts';
import { moderators } from '../../platform/actor.ts';
import type { Module } from '../../platform/module.ts';
import type { Visibility } from '../spaces/index.ts';
import { moderationJobs } from './moderation.jobs.ts';
import { moderationRoutes } from './moderation.routes.ts';
import { countOpen } from './queue.queries.ts';
import { reachOf } from './reach.ts';
import { moderationDerived } from './recount.queries.ts';

export { impose } from './sanctions.service.ts';

/** How many items wait for a decision that this reader may make; null for who moderates nothing. */
export async function countWaiting(sql: Db, actor: Actor, visibility: Visibility): Promise<number | null> {
	return moderators(actor) ? await countOpen(sql, reachOf(visibility)) : null;
}

export const moderationModule: Module = {
	name: 'moderation',
	routes: moderationRoutes,
	jobs: moderationJobs,
	derived: moderationDerived,
};
