import type { Module } from '../../platform/module.ts';
import { votesRoutes } from './votes.routes.ts';

export { hasMeToo, listMyVotes } from './votes.queries.ts';
export { castVote, sayMeToo } from './votes.service.ts';

export const votesModule: Module = { name: 'votes', routes: votesRoutes };
