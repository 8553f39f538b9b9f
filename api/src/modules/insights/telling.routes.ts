import type { FastifyInstance } from 'fastify';
import { listOwed, readRoadmap, readTelling, tell } from '@ikatan/contracts/telling';
import { anyone, staff } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { doing } from './insights.routes.ts';
import { listOwedInsights } from './owed.service.ts';
import { readRoadmapOf } from './roadmap.service.ts';
import * as telling from './telling.service.ts';

export function tellingRoutes(app: FastifyInstance): void {
	serve(app, readTelling, { policy: staff }, async ({ deps, params, query }) =>
		telling.readTellingOf(deps.sql, params.insightId, query.after),
	);
	serve(app, tell, { policy: staff, limit: { max: 60, perSeconds: 600 } }, async (call) =>
		telling.tell(doing(call), call.params.insightId, call.body),
	);
	serve(app, listOwed, { policy: staff }, async ({ deps, query }) => listOwedInsights(deps.sql, query.after));
	serve(app, readRoadmap, { policy: anyone }, async ({ deps, query }) => readRoadmapOf(deps.sql, query.area));
}
