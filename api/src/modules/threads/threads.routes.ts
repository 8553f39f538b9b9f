import type { FastifyInstance, FastifyRequest } from 'fastify';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import * as asking from '@ikatan/contracts/asking';
import * as editing from '@ikatan/contracts/editing';
import * as solving from '@ikatan/contracts/solving';
import * as threads from '@ikatan/contracts/threads';
import { anyone, members, writers, type Actor, type SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { serve } from '../../platform/http.ts';
import { actingRoutes } from './acting.routes.ts';
import { accept, solveOtherwise } from './accept.service.ts';
import { answer, comment } from './answer.service.ts';
import { ask } from './ask.service.ts';
import { remove, restore } from './delete.service.ts';
import type { Doing } from './doing.ts';
import { draftsRoutes } from './drafts.routes.ts';
import { linkDuplicate, unlinkDuplicate } from './duplicates.service.ts';
import { edit, rollBack } from './edit.service.ts';
import { readHistory, readSource } from './history.service.ts';
import { listThreads } from './lists.service.ts';
import { openViewLog } from './views.ts';
import { visitorHashOf } from './visitor.ts';

/** Who does it, from which page; the policy `writers` has made sure that somebody is signed in. */
function doing({ deps, actor, request }: { deps: Deps; actor: Actor; request: FastifyRequest }): Doing {
	const origin = request.headers[liveConnectionHeader];
	return {
		deps,
		actor: actor as SignedIn,
		origin: typeof origin === 'string' ? origin.slice(0, 100) : undefined,
		visitorHash: visitorHashOf(request),
	};
}

export function threadsRoutes(app: FastifyInstance): void {
	app.addHook('onClose', openViewLog(app.deps));
	readingRoutes(app);
	postingRoutes(app);
	editingRoutes(app);
	solvingRoutes(app);
	draftsRoutes(app);
	actingRoutes(app);
}

function readingRoutes(app: FastifyInstance): void {
	serve(app, threads.listThreads, { policy: anyone }, async ({ deps, actor, query }) =>
		listThreads(deps.sql, actor, query),
	);
	serve(
		app,
		editing.listRevisions,
		{ policy: anyone, limit: { max: 60, perSeconds: 60 } },
		async ({ deps, actor, params, query }) => readHistory(deps, actor, params.postId, query.after),
	);
}

function postingRoutes(app: FastifyInstance): void {
	const writing = { policy: writers, limit: { max: 60, perSeconds: 600 } };
	serve(app, asking.askThread, writing, async (call) => ask(doing(call), call.body));
	serve(app, asking.postAnswer, writing, async (call) => answer(doing(call), call.params.threadId, call.body));
	serve(app, asking.postComment, { ...writing, limit: { max: 120, perSeconds: 600 } }, async (call) =>
		comment(doing(call), call.params.postId, call.body),
	);
}

function editingRoutes(app: FastifyInstance): void {
	const writing = { policy: writers, limit: { max: 120, perSeconds: 600 } };
	// Also for the silenced, who may delete their own words.
	serve(app, editing.readPostSource, { policy: members }, async ({ deps, actor, params, query }) =>
		readSource(deps, actor, params.postId, query.to),
	);
	serve(app, editing.editPost, writing, async (call) => edit(doing(call), call.params.postId, call.body));
	serve(app, editing.rollBackPost, writing, async (call) => rollBack(doing(call), call.params.postId, call.body));
	serve(app, editing.restorePost, writing, async (call) => restore(doing(call), call.params.postId));
	// Also for the silenced: one's own words may go.
	serve(app, editing.deletePost, { ...writing, policy: members }, async (call) =>
		remove(doing(call), call.params.postId, call.body),
	);
}

function solvingRoutes(app: FastifyInstance): void {
	const writing = { policy: writers, limit: { max: 120, perSeconds: 600 } };
	serve(app, solving.acceptAnswer, writing, async (call) =>
		accept(doing(call), call.params.postId, call.body.accepted),
	);
	serve(app, solving.solveOtherwise, writing, async (call) =>
		solveOtherwise(doing(call), call.params.threadId, call.body.text),
	);
	serve(app, solving.linkDuplicate, writing, async (call) => ({
		state: await linkDuplicate(doing(call), call.params.threadId, call.body.ofThreadId),
	}));
	serve(app, solving.unlinkDuplicate, writing, async (call) => unlinkDuplicate(doing(call), call.params.threadId));
}
