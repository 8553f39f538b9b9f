import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/mining';
import { staff, type SignedIn } from '../../platform/actor.ts';
import { notFound } from '../../platform/errors.ts';
import { serve } from '../../platform/http.ts';
import { dropFilter, listFilters } from './filters.queries.ts';
import { letGo } from './mining.queries.ts';
import * as mining from './mining.service.ts';

const writes = { policy: staff, limit: { max: 1200, perSeconds: 600 } };

export function miningRoutes(app: FastifyInstance): void {
	serve(app, contract.listMining, { policy: staff }, async ({ deps, actor, query }) =>
		mining.listMining(deps.sql, actor as SignedIn, query),
	);
	serve(app, contract.takeNextToMine, writes, async ({ deps, actor, body }) =>
		mining.takeNext(deps, actor as SignedIn, body),
	);
	serve(app, contract.claimToMine, writes, async ({ deps, actor, params }) =>
		mining.claim(deps, actor as SignedIn, params.threadId),
	);
	serve(app, contract.letGoOfThread, writes, async ({ deps, actor, params }) =>
		letGo(deps.sql, (actor as SignedIn).id, [params.threadId]),
	);
	serve(app, contract.markMined, writes, async ({ deps, actor, params, body }) =>
		mining.markMined(deps, actor as SignedIn, params.threadId, body.outcome),
	);
	serve(app, contract.listSavedFilters, { policy: staff }, async ({ deps, actor, query }) => ({
		items: await listFilters(deps.sql, (actor as SignedIn).id, query.page),
	}));
	serve(app, contract.saveFilter, writes, async ({ deps, actor, body }) =>
		mining.saveFilter(deps.sql, actor as SignedIn, body),
	);
	serve(app, contract.deleteSavedFilter, writes, async ({ deps, actor, params }) => {
		if (!(await dropFilter(deps.sql, (actor as SignedIn).id, params.filterId))) throw notFound();
	});
}
