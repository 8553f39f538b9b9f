import type { FastifyInstance } from 'fastify';
import {
	changeMail,
	changePassword,
	deleteAccount,
	editProfile,
	exportOwn,
	listDevices,
	readOwnProfile,
	revokeDevice,
} from '@ikatan/contracts/accounts';
import { members, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import * as departure from './departure.service.ts';
import { exportMember } from './export.queries.ts';
import { leaveSession, startSession } from './identify.ts';
import * as passwords from './password.service.ts';
import * as profile from './profile.service.ts';
import { listOwnDevices, revokeOwnDevice } from './devices.service.ts';
import * as verification from './verification.service.ts';

const hour = 3600;

/** Everything here is the caller's own: the policy lets members in, so the actor is one. */
export function ownRoutes(app: FastifyInstance): void {
	serve(app, readOwnProfile, { policy: members }, async ({ deps, actor }) =>
		profile.readProfile(deps, actor as SignedIn),
	);

	serve(app, editProfile, { policy: members, limit: { max: 60, perSeconds: hour } }, async ({ deps, actor, body }) =>
		profile.editProfile(deps, actor as SignedIn, body),
	);

	serve(
		app,
		changePassword,
		{ policy: members, limit: { max: 20, perSeconds: hour } },
		async ({ deps, actor, body, request, reply }) => {
			await passwords.changePassword(deps, actor as SignedIn, body);
			await startSession(deps, (actor as SignedIn).id, request, reply);
		},
	);

	serve(app, changeMail, { policy: members, limit: { max: 10, perSeconds: hour } }, async ({ deps, actor, body }) =>
		verification.changeMail(deps, actor as SignedIn, body),
	);

	serve(app, listDevices, { policy: members }, async ({ deps, actor }) => ({
		items: await listOwnDevices(deps, actor as SignedIn),
	}));

	serve(app, revokeDevice, { policy: members }, async ({ deps, actor, params, request, reply }) => {
		await revokeOwnDevice(deps, actor as SignedIn, params.deviceId);
		if (params.deviceId === actor.sessionHash) await leaveSession(deps, request, reply);
	});

	serve(app, exportOwn, { policy: members, limit: { max: 10, perSeconds: hour } }, async ({ deps, actor, reply }) => {
		reply
			.header('content-disposition', `attachment; filename="${actor.handle}.json"`)
			.header('cache-control', 'no-store');
		return exportMember(deps.sql, (actor as SignedIn).id);
	});

	serve(
		app,
		deleteAccount,
		{ policy: members, limit: { max: 20, perSeconds: hour } },
		async ({ deps, actor, body, request, reply }) => {
			await departure.deleteAccount(deps, actor as SignedIn, body.password);
			await leaveSession(deps, request, reply);
		},
	);
}
