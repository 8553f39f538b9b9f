import type { FastifyInstance } from 'fastify';
import type { Module } from '../../platform/module.ts';
import './accounts.events.ts';
import { accountsJobs } from './accounts.jobs.ts';
import { accountsRoutes } from './accounts.routes.ts';
import { identify } from './identify.ts';

export { authorsByIds, memberCardsByIds, pictureUrl } from './authors.ts';
export { createMember } from './creation.service.ts';
export {
	listShown,
	mailMember,
	memberByHandle,
	membersByHandles,
	shownMember,
	type MailMember,
} from './directory.queries.ts';
export { actorById, actorOfSession, startSession } from './identify.ts';
export { touchPicture } from './profile.service.ts';
export { setCompany, setRole, setState } from './rights.service.ts';
export * from './accounts.import.ts';

/** `identify` goes before the routes of all modules: it says who makes a request. */
export const accountsModule: Module & { identify(app: FastifyInstance): void } = {
	name: 'accounts',
	routes: accountsRoutes,
	jobs: accountsJobs,
	identify,
};
