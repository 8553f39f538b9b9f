import type { FastifyInstance } from 'fastify';
import { previewBody } from '@ikatan/contracts/asking';
import { dropDraft, keepDraft, listDrafts, readDraft } from '@ikatan/contracts/drafts';
import { anyone, members, type Actor, type SignedIn } from '../../platform/actor.ts';
import { conflict, signInNeeded } from '../../platform/errors.ts';
import { serve } from '../../platform/http.ts';
import { prepareBody } from './body.service.ts';
import * as drafts from './drafts.service.ts';
import { visitorHashFor, visitorHashOf } from './visitor.ts';

/** What one member typed on a page that is still open is not kept for whoever has signed in since. */
function refuseAnother(actor: Actor, owner: number | undefined): void {
	if (owner === undefined || owner === actor.id) return;
	throw actor.id === null ? signInNeeded() : conflict();
}

export function draftsRoutes(app: FastifyInstance): void {
	const keeping = { policy: anyone, limit: { max: 120, perSeconds: 60 } };
	serve(app, keepDraft, keeping, async ({ deps, actor, params, query, body, request, reply }) => {
		refuseAnother(actor, query.as);
		const hash = actor.id === null ? visitorHashFor(request, reply, deps.env.PUBLIC_ORIGIN) : visitorHashOf(request);
		return await drafts.keepDraft(deps, { actor, visitorHash: hash }, params, body);
	});
	serve(app, readDraft, { policy: anyone, newest: true }, async ({ deps, actor, params, query, request }) => {
		refuseAnother(actor, query.as);
		return { draft: await drafts.readDraft(deps, { actor, visitorHash: visitorHashOf(request) }, params) };
	});
	serve(app, dropDraft, { policy: anyone }, async ({ deps, actor, params, query, request }) => {
		refuseAnother(actor, query.as);
		await drafts.dropDraft(deps, { actor, visitorHash: visitorHashOf(request) }, params);
	});
	serve(app, listDrafts, { policy: members }, async ({ deps, actor }) => ({
		items: await drafts.allDrafts(deps, actor as SignedIn),
	}));
	serve(app, previewBody, keeping, async ({ deps, body }) => ({
		html: (await prepareBody(deps, body.sourceText)).body.html,
	}));
}
