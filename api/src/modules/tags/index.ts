import type { Module } from '../../platform/module.ts';
import { tagsDerived } from './recount.queries.ts';
import { recountChangedTags, recountTags } from './tags.queries.ts';
import { tagsRoutes } from './tags.routes.ts';

export { mergeTagAs } from './admin.service.ts';
export { describeTags, findDescribed, importTags } from './tags.import.ts';
export {
	findTag,
	findTags,
	listedTag,
	listTagRows,
	mainTagNames,
	listTagsByIds,
	recountTags,
	visibleTag,
} from './tags.queries.ts';
export type { TagRow } from './tags.queries.ts';
export { ensureTags } from './tags.service.ts';

export const tagsModule: Module = {
	name: 'tags',
	routes: tagsRoutes,
	derived: tagsDerived,
	jobs: ({ deps, jobs }) => {
		jobs.add({ name: 'tags.recount', cron: '* * * * *', act: () => recountChangedTags(deps.sql) });
		// Should a thread ever come into a space in the very moment in which that gets other readers.
		jobs.add({ name: 'tags.recount-all', cron: '47 3 * * *', act: () => recountTags(deps.sql) });
	},
};
