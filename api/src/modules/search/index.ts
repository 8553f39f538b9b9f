import type { Module } from '../../platform/module.ts';
import { searchDerived } from './compare.service.ts';
import { searchJobs } from './search.jobs.ts';
import { searchRoutes } from './search.routes.ts';

export { evaluate, loadSet, readDistractors, readSet, type Score } from './evaluate.ts';
export { rebuild } from './rebuild.service.ts';
export { askForRun, searchState } from './state.service.ts';

export const searchModule: Module = { name: 'search', routes: searchRoutes, jobs: searchJobs, derived: searchDerived };
