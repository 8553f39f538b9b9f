import type { Module } from '../../platform/module.ts';
import { votesDerived } from './recount.queries.ts';
import { votesJobs } from './votes.jobs.ts';
import { votesRoutes } from './votes.routes.ts';

export { findImportedVotes, importVotes, recountVotes } from './votes.import.ts';
export type { ImportedVote } from './votes.import.ts';
export { findOwnMarks } from './votes.queries.ts';

export const votesModule: Module = { name: 'votes', routes: votesRoutes, jobs: votesJobs, derived: votesDerived };
