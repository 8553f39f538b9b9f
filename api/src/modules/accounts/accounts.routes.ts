import type { FastifyInstance } from 'fastify';
import { adminMemberRoutes } from './admin-members.routes.ts';
import { entranceRoutes } from './entrance.routes.ts';
import { groupRoutes } from './groups.routes.ts';
import { invitationRoutes } from './invitations.routes.ts';
import { memberRoutes } from './members.routes.ts';
import { ownRoutes } from './own.routes.ts';

/** Ring by ring: the way in for anyone, the list of members, one's own page, what admins do. */
export function accountsRoutes(app: FastifyInstance): void {
	entranceRoutes(app);
	memberRoutes(app);
	ownRoutes(app);
	invitationRoutes(app);
	groupRoutes(app);
	adminMemberRoutes(app);
}
