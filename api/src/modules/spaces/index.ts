import type { Module } from '../../platform/module.ts';
import './spaces.events.ts';
import { spacesDerived } from './recount.queries.ts';
import { recountSpaces } from './spaces.queries.ts';
import { spacesRoutes } from './spaces.routes.ts';

export { importSpace } from './spaces.import.ts';
export { mayPostInSpace } from './spaces.policy.ts';
export { insertSpace as createSpace, listAllSpaces, recountSpaces, sumThreadsByKind } from './spaces.queries.ts';
export type { NewSpace, SpaceRow } from './spaces.queries.ts';
export { isReader, moderatorsOf, readersAmong } from './readers.ts';
export { spaceBySlug, spaceFor } from './spaces.routes.ts';
export {
	inReadableSpace,
	listedThread,
	shownPost,
	visibilityAmong,
	visibilityFor,
	visibleThread,
} from './visibility.ts';
export type { Visibility } from './visibility.ts';

export const spacesModule: Module = {
	name: 'spaces',
	routes: spacesRoutes,
	derived: spacesDerived,
	jobs: ({ deps, jobs, subscriptions }) => {
		// Every open page is asked again what it may show.
		subscriptions.on('spaces', 'space.rights-changed', (tx, { payload: { spaceId } }) =>
			deps.live.announce(tx, { topic: `space:${spaceId}`, message: { type: 'rights-changed' } }),
		);
		jobs.add({ name: 'spaces.recount', cron: '* * * * *', act: () => recountSpaces(deps.sql) });
	},
};
