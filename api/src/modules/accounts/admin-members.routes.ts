import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/admin-members';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import * as service from './admin-members.service.ts';

const pageSize = 50;
const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };

/** For admins: members with addresses, rights and what was changed about them. */
export function adminMemberRoutes(app: FastifyInstance): void {
	serve(app, contract.listAdminMembers, reads, async ({ deps, query }) => {
		const [after] = unpackCursor(query.after, ['id']) ?? [];
		const { items, more, ...filters } = await service.listMembersForAdmin(deps, { ...query, after }, pageSize);
		const last = items.at(-1);
		return { items, ...filters, next: more && last ? packCursor([last.id]) : null };
	});
	serve(app, contract.readAdminMember, reads, ({ deps, params }) => service.readMemberForAdmin(deps, params.memberId));
	serve(app, contract.editAdminMember, writes, ({ deps, actor, params, body }) =>
		service.editMemberForAdmin(deps, actor as SignedIn, params.memberId, body),
	);
	serve(app, contract.confirmMemberMail, writes, ({ deps, actor, params }) =>
		service.confirmMail(deps, actor as SignedIn, params.memberId),
	);
	serve(app, contract.signOutMember, writes, ({ deps, actor, params }) =>
		service.signOutMember(deps, actor as SignedIn, params.memberId),
	);
}
