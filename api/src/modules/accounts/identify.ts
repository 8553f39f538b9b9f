import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { chooseLanguage, languages } from '@ikatan/messages';
import { visitor, type Actor, type SignedIn } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { maySignIn } from './accounts.policy.ts';
import { deviceOf } from './device.ts';
import { SeenLog } from './seen-log.ts';
import { findActor, type ActorRow } from './sessions.queries.ts';
import { beginSession, blankCookie, endSession, openSession, sessionIdIn } from './sessions.ts';

/** Fills `request.actor` from the session cookie before any other code of a request looks at it. */
export function identify(app: FastifyInstance): void {
	const seen = new SeenLog(app.deps);
	app.addHook('onClose', () => seen.stop());
	app.addHook('onRequest', async (request, reply) => {
		const { deps } = app;
		const id = sessionIdIn(request.headers.cookie);
		const session = id === null ? null : await openSession(deps.sql, deps, id);
		if (!session || !maySignIn(session.member.state)) {
			request.actor.language = visitorsLanguage(request);
			// A dead cookie would cost a look-up each time, and keep the page cache away.
			if (id !== null && !session) setSessionCookie(reply, blankCookie(deps));
			return;
		}
		if (session.cookie) setSessionCookie(reply, session.cookie);
		request.actor = asActor(session.member, session.idHash, request.actor.address);
		seen.note(session);
	});
}

function visitorsLanguage(request: FastifyRequest): string {
	const chosen = request.headers['x-ikatan-language'];
	if (typeof chosen === 'string' && languages.includes(chosen)) return chosen;
	return chooseLanguage(request.headers['accept-language'], languages) ?? 'en';
}

function asActor(row: ActorRow, sessionHash: string | null, address: string): SignedIn {
	const {
		id,
		handle,
		role,
		state,
		stateUntil,
		stateReason,
		mailVerified,
		trustLevel,
		companyId,
		groupIds,
		moderatedSpaceIds,
		language,
		timeZone,
	} = row;
	return {
		id,
		handle,
		role,
		state,
		stateUntil,
		stateReason,
		mailVerified,
		trustLevel,
		companyId,
		groupIds,
		moderatedSpaceIds,
		language,
		timeZone,
		sessionHash,
		address,
	};
}

/** Who stands behind a Cookie header, for connections that are no requests; a suspended member is a visitor. */
export async function actorOfSession(deps: Deps, cookieHeader: string | undefined, address = ''): Promise<Actor> {
	const id = sessionIdIn(cookieHeader);
	const session = id === null ? null : await openSession(deps.sql, deps, id);
	if (!session || !maySignIn(session.member.state)) return visitor(address);
	return asActor(session.member, session.idHash, address);
}

/** A member as policies see them, for work that no request began; null when the account is gone. */
export async function actorById(db: Db, memberId: number, now = new Date()): Promise<Actor | null> {
	const row = await findActor(db, memberId, now);
	return row ? asActor(row, null, '') : null;
}

/** Signs a member in on this browser: always under a new session id, and the one that it had before ends. */
export async function startSession(
	deps: Deps,
	memberId: number,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const before = sessionIdIn(request.headers.cookie);
	if (before !== null) await endSession(deps.sql, deps, before);
	const device = deviceOf(request.headers['user-agent']);
	const cookie = await beginSession(deps.sql, deps, { memberId, device, address: request.actor.address });
	setSessionCookie(reply, cookie);
}

/** Signs this browser out. */
export async function leaveSession(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const id = sessionIdIn(request.headers.cookie);
	if (id !== null) await endSession(deps.sql, deps, id);
	setSessionCookie(reply, blankCookie(deps));
}

/** The last word counts: a cookie that the hook has set is replaced. */
function setSessionCookie(reply: FastifyReply, cookie: string): void {
	reply.removeHeader('set-cookie').header('set-cookie', cookie);
}
