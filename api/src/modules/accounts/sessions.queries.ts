import type { SignedIn } from '../../platform/actor.ts';
import { first, type Db, type Sql } from '../../platform/db.ts';

/** A member as every request needs them: as policies see them, without what the request itself says. */
export type ActorRow = Omit<SignedIn, 'sessionHash' | 'address'>;

/** Columns of `members m`; a state whose time is over is over, also before the sweep writes it down. */
function actorColumns(sql: Db, now: Date) {
	return sql`m.id, m.handle, m.role, m.mail_verified_at is not null as mail_verified, m.trust_level, m.company_id, m.language, m.time_zone,
		case when m.state in ('silenced', 'suspended') and m.state_until <= ${now} then 'active' else m.state end as state,
		case when m.state_until > ${now} then m.state_until end as state_until,
		case when m.state <> 'active' and coalesce(m.state_until > ${now}, true) then m.state_reason else '' end as state_reason,
		array(select group_id from group_members gm where gm.member_id = m.id) as group_ids,
		array(select space_id from space_moderators sm where sm.member_id = m.id) as moderated_space_ids`;
}

export type SessionRow = ActorRow & { expiresAt: string; sessionSeenAt: string };

/** Session, member, groups and moderated spaces in the one statement that every request of a member takes. */
export async function findSession(sql: Db, idHash: string, now: Date): Promise<SessionRow | undefined> {
	return first(
		await sql<SessionRow[]>`
			select ${actorColumns(sql, now)}, s.expires_at, s.last_seen_at as session_seen_at
			from sessions s join members m on m.id = s.member_id
			where s.id_hash = ${idHash}`,
	);
}

export async function findActor(sql: Db, memberId: number, now: Date): Promise<ActorRow | undefined> {
	return first(
		await sql<ActorRow[]>`
		select ${actorColumns(sql, now)} from members m where m.id = ${memberId} and m.state <> 'deleted'`,
	);
}

export type NewSession = {
	idHash: string;
	memberId: number;
	expiresAt: Date;
	createdAt: Date;
	device: string;
	addressHash: string;
};

export async function insertSession(sql: Db, session: NewSession): Promise<void> {
	await sql`
		insert into sessions (id_hash, member_id, expires_at, created_at, last_seen_at, device, address_hash)
		values (${session.idHash}, ${session.memberId}, ${session.expiresAt}, ${session.createdAt}, ${session.createdAt},
			${session.device}, ${session.addressHash})`;
}

export async function prolongSession(sql: Db, idHash: string, expiresAt: Date): Promise<void> {
	await sql`update sessions set expires_at = ${expiresAt} where id_hash = ${idHash}`;
}

export async function deleteSession(sql: Db, idHash: string): Promise<void> {
	await sql`delete from sessions where id_hash = ${idHash}`;
}

/** Ends one of the member's own sessions; false when there is none of this name. */
export async function deleteSessionOf(sql: Db, memberId: number, idHash: string): Promise<boolean> {
	const gone = await sql`delete from sessions where member_id = ${memberId} and id_hash = ${idHash}`;
	return gone.count > 0;
}

/** Ends all sessions of a member, but the one named. */
export async function deleteSessionsOf(sql: Db, memberId: number, exceptHash: string | null = null): Promise<void> {
	await sql`delete from sessions where member_id = ${memberId} and id_hash is distinct from ${exceptHash}`;
}

export async function deleteExpiredSessions(sql: Db, now: Date): Promise<void> {
	await sql`delete from sessions where expires_at <= ${now}`;
}

export type ListedSession = { idHash: string; device: string; createdAt: string; lastSeenAt: string };

export async function listSessions(sql: Db, memberId: number, now: Date): Promise<ListedSession[]> {
	return await sql<ListedSession[]>`
		select id_hash, device, created_at, last_seen_at from sessions
		where member_id = ${memberId} and expires_at > ${now}
		order by last_seen_at desc, created_at desc`;
}

/** Writes down when sessions, and with them their members, were last seen. Rows that somebody holds are left for the next time. */
export async function noteSeen(sql: Sql, seen: { idHash: string; at: Date }[]): Promise<void> {
	const hashes = seen.map((one) => one.idHash);
	const times = seen.map((one) => one.at.toISOString());
	const members = await sql<{ memberId: number; at: string }[]>`
		with seen as (select * from unnest(${hashes}::text[], ${times}::timestamptz[]) as s (id_hash, at)),
			free as (select id_hash from sessions where id_hash = any(${hashes}::text[]) for no key update skip locked)
		update sessions set last_seen_at = greatest(last_seen_at, seen.at)
		from seen join free using (id_hash)
		where sessions.id_hash = seen.id_hash
		returning sessions.member_id, sessions.last_seen_at as at`;
	const ids = members.map((one) => one.memberId);
	await sql`
		with seen as (
				select member_id, max(at) as at
				from unnest(${ids}::bigint[], ${members.map((one) => one.at)}::timestamptz[]) as s (member_id, at) group by member_id),
			free as (select id from members where id = any(${ids}::bigint[]) for no key update skip locked)
		update members set last_seen_at = greatest(members.last_seen_at, seen.at)
		from seen join free on free.id = seen.member_id
		where members.id = seen.member_id`;
}
