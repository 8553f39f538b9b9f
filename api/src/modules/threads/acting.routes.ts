import type { FastifyInstance, FastifyRequest } from 'fastify';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import * as acting from '@ikatan/contracts/acting';
import { keepers, type Actor, type SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { serve } from '../../platform/http.ts';
import { once } from '../../platform/once.ts';
import type { Acting, Done } from './acting.ts';
import { actOnThread } from './acting.service.ts';
import { readPostActs, readThreadActs } from './acting-view.service.ts';
import { deletePostAs, restorePostAs } from './delete.service.ts';
import { holdPost, releasePost } from './holding.service.ts';
import { undoDeed } from './undoing.service.ts';

type Call = {
	deps: Deps;
	actor: Actor;
	request: FastifyRequest;
	body: { requestKey: string; reason?: string };
};

/** Acts in one transaction, once per request key. */
async function act(call: Call, deed: string, doIt: (tx: Tx, acting: Acting) => Promise<Done>): Promise<Done> {
	const origin = call.request.headers[liveConnectionHeader];
	const actor = call.actor as SignedIn;
	const acting: Acting = {
		deps: call.deps,
		actor,
		reason: call.body.reason,
		origin: typeof origin === 'string' ? origin.slice(0, 100) : undefined,
	};
	const key = { memberId: actor.id, key: call.body.requestKey, deed };
	return await inTransaction(call.deps.sql, (tx) => once(tx, key, () => doIt(tx, acting)));
}

const onPost = { hold: holdPost, release: releasePost, delete: deletePostAs, restore: restorePostAs } as const;

/** What moderators do to threads and posts; whether they moderate the place is asked where they act. */
export function actingRoutes(app: FastifyInstance): void {
	const writing = { policy: keepers, limit: { max: 300, perSeconds: 600 } };
	serve(app, acting.readThreadActs, { policy: keepers }, async ({ deps, actor, params }) =>
		readThreadActs(deps, actor, params.threadId),
	);
	serve(app, acting.readPostActs, { policy: keepers }, async ({ deps, actor, params }) =>
		readPostActs(deps, actor, params.postId),
	);
	serve(app, acting.actOnThread, writing, async (call) => {
		const { threadId } = call.params;
		const { requestKey: _, reason: __, ...asked } = call.body;
		return await act(call, `thread.${asked.act} ${threadId}`, (tx, as) => actOnThread(tx, as, threadId, asked));
	});
	serve(app, acting.actOnPost, writing, async (call) => {
		const { postId } = call.params;
		const { act: wanted } = call.body;
		return await act(call, `post.${wanted} ${postId}`, (tx, as) => onPost[wanted](tx, as, postId));
	});
	serve(app, acting.undoDeed, writing, async (call) => {
		const { deedId } = call.params;
		return await act(call, `deed.undo ${deedId}`, (tx, as) => undoDeed(tx, as, deedId));
	});
}
