import './threads.events.ts';
import type { Module } from '../../platform/module.ts';
import { threadsJobs } from './threads.jobs.ts';
import { threadsRoutes } from './threads.routes.ts';

export { findCarrier, isCarriedOver, listCarriers, settleCarries } from './carries.queries.ts';
export type { Carried, Carrier, CarryKind } from './carries.queries.ts';
export type { Acting, Done, Finding } from './acting.ts';
export { postFactsForModeration, type PostForModeration } from './acting-view.queries.ts';
export { actOnThread } from './acting.service.ts';
export { deletePostAs, restorePostAs } from './delete.service.ts';
export { listDeeds, type DeedRow } from './acting.queries.ts';
export { findHold, type Hold } from './holding.queries.ts';
export { holdPost, releasePost } from './holding.service.ts';
export { undoDeed } from './undoing.service.ts';
export { dropDraft } from './drafts.service.ts';
export { refusalOfMeToo, refusalOfVote, type HeardPost, type HeardThread } from './hearing.policy.ts';
export { hasProposedDuplicate } from './links.queries.ts';
export { listThreadsFor, threadRows } from './lists.service.ts';
export { moveThreadScore, recountMembers } from './numbers.queries.ts';
export { readSomePosts, readThreadView, type Wanted } from './view.service.ts';
export { rerenderStale } from './rerender.service.ts';
export { countView, isMachine } from './views.ts';
export { visitorHashOf } from './visitor.ts';
export * from './threads.import.ts';
export * from './threads.import-counts.ts';

export const threadsModule: Module = { name: 'threads', routes: threadsRoutes, jobs: threadsJobs };
