import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import { cookieNames } from '@ikatan/contracts/cookies';
import { networkOf } from '../../platform/caller.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { fingerprint, hashOf } from './fingerprint.ts';
import { deleteSession, findSession, insertSession, prolongSession, type SessionRow } from './sessions.queries.ts';

type Attributes = { device: string; addressHash: string };

declare module 'lucia' {
	interface Register {
		UserId: number;
		Lucia: ReturnType<typeof luciaOver>;
		DatabaseSessionAttributes: Attributes;
		DatabaseUserAttributes: SessionRow;
	}
}

/** A session that stands, with the cookie to send when it was prolonged. */
export type OpenSession = { member: SessionRow; idHash: string; cookie: string | null };

type SessionDeps = Pick<Deps, 'clock' | 'env'>;

/** A member stays signed in for 30 days after the last visit; lengthened from the 15th day on. */
const lifetime = new TimeSpan(30, 'd');

/** Lucia keeps the session's raw id in the cookie, the database its SHA-256: a leaked table opens no session. */
function luciaOver(db: Db, { clock, env }: SessionDeps) {
	return new Lucia(adapterOver(db, clock), {
		sessionExpiresIn: lifetime,
		sessionCookie: {
			name: cookieNames.session,
			attributes: { secure: env.PUBLIC_ORIGIN.startsWith('https:'), sameSite: 'lax', path: '/' },
		},
		getUserAttributes: (member) => ({ member }),
	});
}

function adapterOver(db: Db, clock: Clock): Adapter {
	// Lucia reads the machine's clock. Times are shifted on the way by how far ours is ahead of it: not at all but in tests.
	const aheadMs = () => clock.now().getTime() - Date.now();
	const ourTime = (lucias: Date) => new Date(lucias.getTime() + aheadMs());
	return {
		async getSessionAndUser(id) {
			const row = await findSession(db, hashOf(id), clock.now());
			if (!row) return [null, null];
			const expiresAt = new Date(Date.parse(row.expiresAt) - aheadMs());
			// The raw id goes back: Lucia hands it to prolong or delete the session.
			const session: DatabaseSession = { id, userId: row.id, expiresAt, attributes: { device: '', addressHash: '' } };
			return [session, { id: row.id, attributes: row }];
		},
		async setSession({ id, userId, expiresAt, attributes }) {
			const times = { createdAt: clock.now(), expiresAt: ourTime(expiresAt) };
			await insertSession(db, { idHash: hashOf(id), memberId: userId, ...times, ...attributes });
		},
		updateSessionExpiration: (id, expiresAt) => prolongSession(db, hashOf(id), ourTime(expiresAt)),
		deleteSession: (id) => deleteSession(db, hashOf(id)),
		getUserSessions: () => elsewhere('listed'),
		deleteUserSessions: () => elsewhere('ended by member'),
		deleteExpiredSessions: () => elsewhere('swept'),
	};
}

/** Lucia would hash the hashes of a list again: lists go by sessions.queries.ts. */
function elsewhere(deed: string): never {
	throw new Error(`Sessions are ${deed} by hash, not by Lucia`);
}

// 25 random bytes in base32. Read strictly: a cookie of somebody else on this host may hold anything.
const cookiePattern = new RegExp(`(?:^|;\\s*)${cookieNames.session}=([a-z2-7]{40})(?:;|$)`);

/** The session id in a Cookie header, if there is one that could be ours. */
export function sessionIdIn(cookieHeader: string | undefined): string | null {
	return cookiePattern.exec(cookieHeader ?? '')?.[1] ?? null;
}

/** The open session of this id, or null when it ended or never was. One statement, one more when it is prolonged. */
export async function openSession(db: Db, deps: SessionDeps, id: string): Promise<OpenSession | null> {
	const lucia = luciaOver(db, deps);
	const { session, user } = await lucia.validateSession(id);
	if (!session) return null;
	const cookie = session.fresh ? lucia.createSessionCookie(session.id).serialize() : null;
	return { member: user.member, idHash: hashOf(session.id), cookie };
}

/** Begins a session under a new id and returns the Set-Cookie line that hands it over. */
export async function beginSession(
	db: Db,
	deps: SessionDeps,
	{ memberId, device, address }: { memberId: number; device: string; address: string },
): Promise<string> {
	const lucia = luciaOver(db, deps);
	const addressHash = fingerprint(deps.env.APP_SECRET, networkOf(address));
	const session = await lucia.createSession(memberId, { device, addressHash });
	return lucia.createSessionCookie(session.id).serialize();
}

/** Ends the session of this id, if it is open. */
export async function endSession(db: Db, deps: SessionDeps, id: string): Promise<void> {
	await luciaOver(db, deps).invalidateSession(id);
}

/** The Set-Cookie line that takes the session cookie away. */
export function blankCookie(deps: Pick<Deps, 'clock' | 'env' | 'sql'>): string {
	return luciaOver(deps.sql, deps).createBlankSessionCookie().serialize();
}
