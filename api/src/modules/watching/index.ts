import type { Module } from '../../platform/module.ts';
import { watchingJobs } from './watching.jobs.ts';
import { watchingRoutes } from './watching.routes.ts';

export { findWatched, importWatches } from './watching.import.ts';
export type { ImportedWatch } from './watching.import.ts';
export {
	findLevel,
	listLevels,
	listLevelsOf,
	listPlaceWatchers,
	listThreadWatchers,
	setMailSilence,
} from './watching.queries.ts';
export type { Level, Watcher } from './watching.queries.ts';

export const watchingModule: Module = { name: 'watching', routes: watchingRoutes, jobs: watchingJobs };
