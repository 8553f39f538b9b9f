import type { FastifyInstance } from 'fastify';
import { castVote, listBackedIdeas, sayMeToo } from '@ikatan/contracts/votes';
import { members, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import * as votes from './votes.service.ts';

const limit = { max: 120, perSeconds: 60 };

export function votesRoutes(app: FastifyInstance): void {
	serve(app, castVote, { policy: members, limit }, async ({ deps, actor, params, body }) => {
		const reply = await votes.castVote(deps.sql, actor as SignedIn, params.postId, body.value);
		deps.live.touch(reply.threadId);
		return reply;
	});
	serve(app, listBackedIdeas, { policy: members }, ({ deps, actor }) => votes.backedIdeas(deps.sql, actor as SignedIn));
	serve(app, sayMeToo, { policy: members, limit }, async ({ deps, actor, params, body }) => {
		const reply = await votes.sayMeToo(deps.sql, actor as SignedIn, params.threadId, body.on);
		deps.live.touch(reply.threadId);
		return reply;
	});
}
