import { first, type Db, type Tx } from '../../platform/db.ts';
import { readersAmong } from '../spaces/index.ts';
import { findCanonical } from './links.queries.ts';

/** What of members a duplicate carries over to the thread that it is a duplicate of. */
export type CarryKind = 'vote' | 'me-too' | 'watch';

export type CarryTarget = {
	id: number;
	kind: string;
	spaceId: number;
	companyId: number | null;
	authorId: number | null;
};

/** A thread with the end of its chain of duplicates, where its members count; null when it is no duplicate. */
export type Carrier = { fromThreadId: number; to: CarryTarget | null };

async function findTarget(sql: Db, threadId: number): Promise<CarryTarget | null> {
	const rows = await sql<CarryTarget[]>`
		select id, kind, space_id, company_id, author_id from threads where id = ${threadId}`;
	return first(rows) ?? null;
}

export async function findCarrier(sql: Db, threadId: number): Promise<Carrier> {
	const canonical = await findCanonical(sql, threadId);
	return { fromThreadId: threadId, to: canonical === threadId ? null : await findTarget(sql, canonical) };
}

/** The thread and all that are its duplicates, straight or round about: whose end may have moved with a link of it. */
export async function listCarriers(sql: Db, threadId: number): Promise<Carrier[]> {
	const own = await findCarrier(sql, threadId);
	const under = await sql<{ id: number }[]>`
		with recursive under (id, depth) as (
			select ${threadId}::bigint, 0
			union
			select l.from_thread_id, u.depth + 1 from under u join thread_links l on l.to_thread_id = u.id
			where l.kind = 'duplicate' and l.state = 'confirmed' and u.depth < 20
		)
		select distinct id from under where id <> ${threadId} order by id`;
	if (under.length === 0) return [own];
	const to = own.to ?? (await findTarget(sql, threadId));
	return [own, ...under.map(({ id }) => ({ fromThreadId: id, to }))];
}

/** At one thread: who came by the duplicate and by no other, and who went with it. */
export type Carried = { threadId: number; came: number[]; went: number[] };

/**
 * Notes that these members, and no others, are carried over from a thread: not its target's author, and none who may not read it.
 * Returns what that changes at each target; a member who came before by another duplicate, and has withdrawn since, does not come
 * again. Twice is the same as once.
 */
export async function settleCarries(
	tx: Tx,
	kind: CarryKind,
	{ fromThreadId, to }: Carrier,
	memberIds: number[],
): Promise<Carried[]> {
	const others = to === null ? [] : memberIds.filter((id) => id !== to.authorId);
	const wanted = to === null ? [] : [...(await readersAmong(tx, to, others))];
	const toThreadId = to?.id ?? null;
	const gone = await tx<{ threadId: number; memberId: number }[]>`
		with gone as (
			delete from duplicate_carries
			where from_thread_id = ${fromThreadId} and kind = ${kind}
				and (to_thread_id is distinct from ${toThreadId}::bigint or not member_id = any(${wanted}::bigint[]))
			returning to_thread_id, member_id
		)
		select g.to_thread_id as thread_id, g.member_id from gone g
		where not exists (
			select from duplicate_carries o
			where o.to_thread_id = g.to_thread_id and o.kind = ${kind} and o.member_id = g.member_id
				and o.from_thread_id <> ${fromThreadId})`;
	const came = toThreadId === null ? [] : await addCarries(tx, kind, fromThreadId, toThreadId, wanted);
	const changed = Map.groupBy(gone, (row) => row.threadId);
	if (toThreadId !== null && came.length > 0 && !changed.has(toThreadId)) changed.set(toThreadId, []);
	return [...changed].map(([threadId, rows]) => ({
		threadId,
		came: threadId === toThreadId ? came : [],
		went: rows.map((row) => row.memberId),
	}));
}

async function addCarries(tx: Tx, kind: CarryKind, fromThreadId: number, toThreadId: number, memberIds: number[]) {
	const fresh = await tx<{ memberId: number }[]>`
		with fresh as (
			insert into duplicate_carries (from_thread_id, to_thread_id, kind, member_id)
			select ${fromThreadId}::bigint, ${toThreadId}::bigint, ${kind}, m.id from unnest(${memberIds}::bigint[]) as m (id)
			on conflict do nothing
			returning member_id
		)
		select f.member_id from fresh f
		where not exists (
			select from duplicate_carries o
			where o.to_thread_id = ${toThreadId} and o.kind = ${kind} and o.member_id = f.member_id
				and o.from_thread_id <> ${fromThreadId})`;
	return fresh.map((row) => row.memberId);
}

/** Whether this of a member counts at a thread because of a duplicate; a condition for another statement. */
export function isCarriedOver(sql: Db, kind: CarryKind, memberId: number, threadId: number) {
	return sql`exists (
		select from duplicate_carries
		where to_thread_id = ${threadId} and kind = ${kind} and member_id = ${memberId})`;
}

/** How many people duplicates of a thread brought; a value for the select list of another statement. */
export function peopleFromDuplicates(sql: Db, threadId: number) {
	return sql`(select count(distinct member_id)::int from duplicate_carries where to_thread_id = ${threadId})`;
}
