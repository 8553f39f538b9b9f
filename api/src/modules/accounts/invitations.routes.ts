import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/admin-invitations';
import { admins, anyone, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { notFound } from '../../platform/errors.ts';
import { serve } from '../../platform/http.ts';
import { currentSettings } from '../settings/index.ts';
import { listInvitations } from './invitations.queries.ts';
import * as service from './invitations.service.ts';

const pageSize = 100;

/** For admins: who is invited. For who has a link: what it offers. */
export function invitationRoutes(app: FastifyInstance): void {
	serve(app, contract.listInvitations, { policy: admins }, async ({ deps, query }) => {
		const [after] = unpackCursor(query.after, ['id']) ?? [];
		const [rows, { signUp }] = await Promise.all([
			listInvitations(deps.sql, { after, limit: pageSize + 1, now: deps.clock.now() }),
			currentSettings(deps.sql),
		]);
		const items = rows.slice(0, pageSize);
		const last = items.at(-1);
		return { items, signUp, next: rows.length > pageSize && last ? packCursor([last.id]) : null };
	});

	serve(
		app,
		contract.makeInvitation,
		{ policy: admins, secretReply: true, limit: { max: 100, perSeconds: 3600 } },
		({ deps, actor, body }) => service.makeInvitation(deps, actor as SignedIn, body),
	);

	serve(app, contract.revokeInvitation, { policy: admins }, ({ deps, actor, params }) =>
		service.revokeInvitation(deps, actor as SignedIn, params.invitationId),
	);

	serve(
		app,
		contract.readInvitation,
		{ policy: anyone, newest: true, limit: { max: 60, perSeconds: 3600 } },
		async ({ deps, params }) => {
			const invitation = await service.findInvitation(deps, params.token);
			if (!invitation) throw notFound();
			return { mail: invitation.mail, company: invitation.company };
		},
	);
}
