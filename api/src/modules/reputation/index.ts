import type { Module } from '../../platform/module.ts';
import { reputationDerived } from './reputation.recount.ts';
import { reputationJobs } from './reputation.jobs.ts';
import { reputationRoutes } from './reputation.routes.ts';

export { awardsFor, capped, voteReasons } from './points.ts';
export type { Award } from './points.ts';
export { sumByReason } from './reputation.queries.ts';

export const reputationModule: Module = {
	name: 'reputation',
	routes: reputationRoutes,
	jobs: reputationJobs,
	derived: reputationDerived,
};
