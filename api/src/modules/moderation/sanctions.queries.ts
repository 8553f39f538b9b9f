import { first, one, type Db, type Tx } from '../../platform/db.ts';
import type { SanctionKind, Target } from './moderation.policy.ts';
import type { Reach } from './reach.ts';
import { moderatedThread } from './reach.ts';

export type SanctionRow = {
	id: number;
	memberId: number;
	kind: SanctionKind;
	reason: string;
	actorId: number | null;
	/** The space that it comes from; null: the whole site. */
	spaceId: number | null;
	by: string;
	at: string;
	until: string | null;
	liftedAt: string | null;
};

function columns(sql: Db) {
	return sql`s.id, s.member_id, s.kind, s.reason, s.actor_id, s.space_id,
		coalesce((select display_name from members where id = s.actor_id and state <> 'deleted'), '') as by, s.at, s.until, s.lifted_at`;
}

export async function findSanction(sql: Db, id: number): Promise<SanctionRow | undefined> {
	return first(await sql<SanctionRow[]>`select ${columns(sql)} from sanctions s where s.id = ${id}`);
}

/** A member's sanctions, newest first, 50 at most. */
export async function listSanctions(sql: Db, memberId: number): Promise<SanctionRow[]> {
	return await sql<SanctionRow[]>`
		select ${columns(sql)} from sanctions s where s.member_id = ${memberId} order by s.id desc limit 50`;
}

/** The one that stands now. */
export async function findStanding(sql: Db, memberId: number, now: Date): Promise<SanctionRow | undefined> {
	return first(
		await sql<SanctionRow[]>`
			select ${columns(sql)} from sanctions s
			where s.member_id = ${memberId} and s.lifted_at is null and (s.until is null or s.until > ${now})
			order by s.id desc limit 1`,
	);
}

export type NewSanction = {
	memberId: number;
	kind: SanctionKind;
	reason: string;
	actorId: number | null;
	spaceId: number | null;
	until: Date | null;
};

/** Writes a sanction, which takes the place of those that stand. */
export async function insertSanction(tx: Tx, sanction: NewSanction, now: Date): Promise<number> {
	const { memberId, kind, reason, actorId, spaceId, until } = sanction;
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into sanctions (member_id, kind, reason, actor_id, space_id, at, until)
			values (${memberId}, ${kind}, ${reason}, ${actorId}, ${spaceId}, ${now}, ${until}) returning id`,
	);
	await tx`
		update sanctions set lifted_at = ${now}, lifted_by = ${actorId}, replaced_by = ${id}
		where member_id = ${memberId} and id < ${id} and lifted_at is null and (until is null or until > ${now})`;
	return id;
}

/** Ends a sanction; false when it had ended. */
export async function markLifted(tx: Tx, id: number, memberId: number | null, now: Date): Promise<boolean> {
	const lifted = await tx`
		update sanctions set lifted_at = ${now}, lifted_by = ${memberId}
		where id = ${id} and lifted_at is null and (until is null or until > ${now})`;
	return lifted.count > 0;
}

/** Has a lifted sanction stand again, while its term lasts. */
export async function reinstate(tx: Tx, id: number, now: Date): Promise<SanctionRow | undefined> {
	return first(
		await tx<SanctionRow[]>`
			with back as (
				update sanctions set lifted_at = null, lifted_by = null, replaced_by = null
				where id = ${id} and (until is null or until > ${now}) returning *
			)
			select ${columns(tx)} from back s`,
	);
}

/** The same for the one whose place another sanction took. */
export async function reinstateReplaced(tx: Tx, replacedBy: number, now: Date): Promise<SanctionRow | undefined> {
	const rows = await tx<
		{ id: number }[]
	>`select id from sanctions where replaced_by = ${replacedBy} order by id desc limit 1`;
	const replaced = first(rows);
	return replaced && (await reinstate(tx, replaced.id, now));
}

/** A member, locked before anything is decided about them; undefined for former ones. */
export async function lockTarget(tx: Tx, memberId: number): Promise<Target | undefined> {
	return first(
		await tx<Target[]>`
			select id, role from members where id = ${memberId} and state <> 'deleted' for no key update`,
	);
}

export async function findTarget(
	sql: Db,
	memberId: number,
): Promise<(Target & { companyId: number | null }) | undefined> {
	return first(
		await sql<(Target & { companyId: number | null })[]>`
			select id, role, company_id from members where id = ${memberId} and state <> 'deleted'`,
	);
}

/** Whether a member has written anything where the reader moderates. */
export async function hasWrittenWhere(sql: Db, reach: Reach, memberId: number): Promise<boolean> {
	const rows = await sql`
		select where exists (
			select from posts p join threads t on t.id = p.thread_id
			where p.author_id = ${memberId} and p.state = 'published' and ${moderatedThread(sql, reach)}
		) or exists (
			select from posts p join threads t on t.id = p.thread_id
			where p.author_id = ${memberId} and p.state <> 'published' and ${moderatedThread(sql, reach)})`;
	return rows.length > 0;
}

/** Takes away why a member was sanctioned. */
export async function forgetReasons(tx: Tx, memberId: number): Promise<void> {
	await tx`update sanctions set reason = '' where member_id = ${memberId}`;
}
