import type { Module } from '../../platform/module.ts';
import { documentsRoutes } from './documents.routes.ts';
import { forgetOldSearches } from './empty-searches.service.ts';

export { listDocuments } from './documents.queries.ts';
export { mayHaveDocuments } from './documents.service.ts';
export { noteEmptySearch } from './empty-searches.service.ts';

export const documentsModule: Module = {
	name: 'documents',
	routes: documentsRoutes,
	jobs: ({ deps, jobs }) => {
		jobs.add({ name: 'documents.forget-searches', cron: '23 0 * * *', act: () => forgetOldSearches(deps) });
	},
};
