import type { FastifyInstance } from 'fastify';
import { entranceRoutes } from './entrance.routes.ts';
import { memberRoutes } from './members.routes.ts';
import { ownRoutes } from './own.routes.ts';

/** Ring by ring: the way in for anyone, the list of members, one's own page. */
export function accountsRoutes(app: FastifyInstance): void {
	entranceRoutes(app);
	memberRoutes(app);
	ownRoutes(app);
}
