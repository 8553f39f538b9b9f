import './threads.events.ts';
import type { Module } from '../../platform/module.ts';
import { threadsDerived } from './recount.queries.ts';
import { threadsJobs } from './threads.jobs.ts';
import { threadsRoutes } from './threads.routes.ts';

export { answer as answerThread } from './answer.service.ts';
export { findCarrier, isCarriedOver, listCarriers, settleCarries } from './carries.queries.ts';
export type { Carried, Carrier } from './carries.queries.ts';
export type { Finding } from './acting.ts';
export { deletePostAs } from './delete.service.ts';
export { findDeed } from './acting.queries.ts';
export { actOnThread } from './acting.service.ts';
export { authorAmong, idsOf } from './authors.ts';
export { prepareBody, type PreparedBody } from './body.service.ts';
export { editPostAs } from './edit.service.ts';
export { sayWhyHeld } from './holding.queries.ts';
export { findLastNumber, findRevision } from './revisions.queries.ts';
export { maySeeNotes, refusalOfReport } from './threads.policy.ts';
export { holdPost, releasePost } from './holding.service.ts';
export { undoDeed } from './undoing.service.ts';
export { dropDraft } from './drafts.service.ts';
export { refusalOfMeToo, refusalOfVote, type HeardPost, type HeardThread } from './hearing.policy.ts';
export { hasProposedDuplicate, listDuplicatesAmong } from './links.queries.ts';
export { listThreadsFor, threadRows, type ListAsked } from './lists.service.ts';
export { moveThreadScore, recountMembers } from './numbers.queries.ts';
export { readSomePosts, readThreadView, type Wanted } from './view.service.ts';
export { lockNumbers, recountThreads } from './recount.queries.ts';
export { rerenderStale } from './rerender.service.ts';
export { listWithOutcome, putOutcomes, type Outcome } from './outcomes.queries.ts';
export { countView, isMachine } from './views.ts';
export { visitorHashOf } from './visitor.ts';
export { findWatchedWords } from './watched-words.ts';
export * from './threads.import.ts';
export * from './threads.import-counts.ts';

export const threadsModule: Module = {
	name: 'threads',
	routes: threadsRoutes,
	jobs: threadsJobs,
	derived: threadsDerived,
};
