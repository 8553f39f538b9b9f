import type { FastifyInstance } from 'fastify';
import {
	askPasswordReset,
	readSession,
	resendVerification,
	resetPassword,
	signIn,
	signOut,
	signUp,
	verifyMail,
} from '@ikatan/contracts/accounts';
import { anyone, isSignedIn, members, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { leaveSession, startSession } from './identify.ts';
import * as passwords from './password.service.ts';
import { readViewer } from './profile.service.ts';
import { signIn as checkCredentials } from './signing-in.service.ts';
import { mustProveMailFirst, signUp as register } from './signing-up.service.ts';
import * as verification from './verification.service.ts';

const hour = 3600;

export function entranceRoutes(app: FastifyInstance): void {
	serve(app, readSession, { policy: anyone }, async ({ deps, actor }) => ({
		viewer: isSignedIn(actor) ? await readViewer(deps.sql, actor) : null,
	}));

	serve(
		app,
		signUp,
		{ policy: anyone, limit: { max: 20, perSeconds: hour } },
		async ({ deps, body, actor, request, reply }) => {
			const memberId = await register(deps, body, actor);
			const signedIn = memberId !== null && !(await mustProveMailFirst(deps, memberId, false));
			if (signedIn) await startSession(deps, memberId, request, reply);
			return { signedIn };
		},
	);

	serve(
		app,
		signIn,
		{ policy: anyone, limit: { max: 60, perSeconds: 60 } },
		async ({ deps, body, actor, request, reply }) => {
			const account = await checkCredentials(deps, body, actor.address);
			await startSession(deps, account.id, request, reply);
			return { handle: account.handle };
		},
	);

	serve(app, signOut, { policy: anyone }, async ({ deps, request, reply }) => leaveSession(deps, request, reply));

	serve(app, verifyMail, { policy: anyone, limit: { max: 30, perSeconds: hour } }, async ({ deps, params }) => ({
		mail: await verification.verifyMail(deps, params.token),
	}));

	serve(app, resendVerification, { policy: members }, async ({ deps, actor }) =>
		verification.resendVerification(deps, actor as SignedIn),
	);

	serve(app, askPasswordReset, { policy: anyone, limit: { max: 10, perSeconds: hour } }, async ({ deps, body }) =>
		passwords.askPasswordReset(deps, body.mail),
	);

	serve(
		app,
		resetPassword,
		{ policy: anyone, limit: { max: 20, perSeconds: hour } },
		async ({ deps, params, body, request, reply }) => {
			const account = await passwords.resetPassword(deps, params.token, body.password);
			await startSession(deps, account.id, request, reply);
			return { handle: account.handle };
		},
	);
}
