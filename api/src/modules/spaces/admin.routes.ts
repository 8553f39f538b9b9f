import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/admin-spaces';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import * as service from './admin.service.ts';
import { listAllSpaces } from './spaces.queries.ts';

const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };

/** For admins: what spaces there are, and what each is like. */
export function adminSpaceRoutes(app: FastifyInstance): void {
	serve(app, contract.listAdminSpaces, reads, async ({ deps }) => ({ items: await listAllSpaces(deps.sql) }));
	serve(app, contract.readAdminSpace, reads, ({ deps, params }) => service.readSpaceForAdmin(deps, params.spaceId));
	serve(app, contract.makeSpace, writes, async ({ deps, actor, body }) => ({
		id: await service.makeSpace(deps, actor as SignedIn, body),
	}));
	serve(app, contract.editSpace, writes, ({ deps, actor, params, body }) =>
		service.editSpace(deps, actor as SignedIn, params.spaceId, body),
	);
	serve(app, contract.setSpaceReaders, writes, ({ deps, actor, params, body }) =>
		service.setSpaceReaders(deps, actor as SignedIn, params.spaceId, body),
	);
	serve(app, contract.moveSpace, writes, ({ deps, actor, params, body }) =>
		service.moveSpace(deps, actor as SignedIn, params.spaceId, body.direction),
	);
	serve(app, contract.setSpaceArchived, writes, ({ deps, actor, params, body }) =>
		service.setSpaceArchived(deps, actor as SignedIn, params.spaceId, body.archived),
	);
	serve(app, contract.setSpaceForm, writes, ({ deps, actor, params, body }) =>
		service.setSpaceForm(deps, actor as SignedIn, params.spaceId, body.fields),
	);
	serve(app, contract.addSpaceModerator, writes, ({ deps, actor, params, body }) =>
		service.addModerator(deps, actor as SignedIn, params.spaceId, body.handle),
	);
	serve(app, contract.removeSpaceModerator, writes, ({ deps, actor, params }) =>
		service.removeModerator(deps, actor as SignedIn, params.spaceId, params.memberId),
	);
}
