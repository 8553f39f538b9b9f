import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/admin-groups';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import { listGroups } from './groups.queries.ts';
import * as service from './groups.service.ts';

const pageSize = 50;
const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };

/** For admins: groups and who is in them. */
export function groupRoutes(app: FastifyInstance): void {
	serve(app, contract.listAdminGroups, reads, async ({ deps }) => ({ items: await listGroups(deps.sql) }));
	serve(app, contract.readAdminGroup, reads, async ({ deps, params, query }) => {
		const [after] = unpackCursor(query.after, ['text']) ?? [];
		const { group, people, more } = await service.readGroup(deps, params.groupId, after, pageSize);
		const last = people.at(-1);
		return { ...group, people, next: more && last ? packCursor([last.handle]) : null };
	});
	serve(app, contract.makeGroup, writes, async ({ deps, actor, body }) => ({
		id: await service.makeGroup(deps, actor as SignedIn, body.name),
	}));
	serve(app, contract.renameGroup, writes, ({ deps, actor, params, body }) =>
		service.renameGroup(deps, actor as SignedIn, params.groupId, body.name),
	);
	serve(app, contract.deleteGroup, writes, ({ deps, actor, params }) =>
		service.deleteGroup(deps, actor as SignedIn, params.groupId),
	);
	serve(app, contract.addGroupMember, writes, ({ deps, actor, params, body }) =>
		service.addToGroup(deps, actor as SignedIn, params.groupId, body.handle),
	);
	serve(app, contract.removeGroupMember, writes, ({ deps, actor, params }) =>
		service.removeFromGroup(deps, actor as SignedIn, params.groupId, params.memberId),
	);
}
