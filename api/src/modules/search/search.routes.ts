import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/search';
import { anyone } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { isMachine, visitorHashOf } from '../threads/index.ts';
import { search } from './search.service.ts';
import { noteEmpty, similar, solvedBySimilar, suggest } from './suggest.service.ts';

export function searchRoutes(app: FastifyInstance): void {
	app.deps.meter.gauge('search_limited', '1 while PostgreSQL answers searches because Meilisearch is away', () => [
		{ value: app.deps.search.isLimited() ? 1 : 0 },
	]);
	const asking = { policy: anyone, limit: { max: 240, perSeconds: 60 } };
	// One request per pause in typing; an office may share one address.
	const typing = { policy: anyone, limit: { max: 900, perSeconds: 60 } };
	serve(app, contract.searchThreads, asking, async ({ deps, actor, query }) => search(deps, actor, query));
	serve(app, contract.suggestSearch, typing, async ({ deps, actor, query }) => suggest(deps, actor, query.q));
	serve(app, contract.findSimilar, typing, async ({ deps, actor, query }) => similar(deps, actor, query));
	serve(app, contract.noteEmptySearch, asking, async ({ deps, actor, body, request }) => {
		const userAgent = request.headers['user-agent'];
		if (isMachine(userAgent)) return;
		const searcher = actor.id === null ? `${actor.address} ${userAgent ?? ''}` : `member ${actor.id}`;
		await noteEmpty(deps, actor, body.q, searcher);
	});
	serve(app, contract.similarSolved, asking, async ({ deps, actor, params, body, request }) =>
		solvedBySimilar(deps, { actor, visitorHash: visitorHashOf(request) }, params.threadId, body.title),
	);
}
