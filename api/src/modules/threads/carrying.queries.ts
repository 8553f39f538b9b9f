import type { Tx } from '../../platform/db.ts';
import { readersAmong } from '../spaces/index.ts';
import type { KeptWatch } from './acting.queries.ts';

// What goes along when posts move to another thread, and comes back with an undo. Rows of votes and watching are written here, in the
// deed's own transaction, so that all of it moves or nothing does.

export type Acceptance = { id: number; at: string; by: number | null };
export type MeToo = { memberId: number; createdAt: string };
/** A row of thread_links as it stood. */
export type KeptLink = Record<string, string | number | null>;

/** Takes the acceptances of these posts away, and returns them. */
export async function takeAcceptances(tx: Tx, postIds: number[]): Promise<Acceptance[]> {
	return await tx<Acceptance[]>`
		with accepted as (
			select id, accepted_at, accepted_by from posts where id = any(${postIds}::bigint[]) and accepted_at is not null
		)
		update posts p set accepted_at = null, accepted_by = null from accepted a where p.id = a.id
		returning a.id, a.accepted_at as at, a.accepted_by as by`;
}

export async function giveAcceptances(tx: Tx, acceptances: Acceptance[]): Promise<void> {
	if (acceptances.length === 0) return;
	await tx`
		update posts p set accepted_at = a.at, accepted_by = a.by
		from jsonb_to_recordset(${tx.json(acceptances)}) as a (id bigint, at timestamptz, by bigint)
		where p.id = a.id and p.kind = 'answer' and p.state = 'published' and p.accepted_at is null`;
}

/** Has who said “me too” to one thread say it to another, once; the other's author does not. Returns what there was, and whose is new. */
export async function carryMeToo(tx: Tx, fromId: number, intoId: number): Promise<{ meToo: MeToo[]; added: number[] }> {
	const meToo = await tx<MeToo[]>`
		select member_id, created_at from me_too where thread_id = ${fromId} and not carried`;
	const added = await tx<{ memberId: number }[]>`
		insert into me_too (thread_id, member_id, created_at)
		select ${intoId}::bigint, m.member_id, m.created_at from me_too m join threads t on t.id = ${intoId}
		where m.thread_id = ${fromId} and not m.carried and m.member_id is distinct from t.author_id
			and t.kind in ('question', 'problem')
		on conflict (thread_id, member_id) do nothing returning member_id`;
	return { meToo, added: added.map((row) => row.memberId) };
}

export async function dropMeToo(tx: Tx, threadId: number, memberIds: number[]): Promise<void> {
	await tx`delete from me_too where thread_id = ${threadId} and member_id = any(${memberIds}::bigint[])`;
}

/** Ends the watches of a thread, and returns them. */
export async function takeWatches(tx: Tx, threadId: number): Promise<KeptWatch[]> {
	return await tx<KeptWatch[]>`
		delete from watches where target_kind = 'thread' and target_id = ${threadId}
		returning member_id, level, reason, created_at`;
}

export async function dropWatches(tx: Tx, threadId: number, memberIds: number[]): Promise<void> {
	await tx`
		delete from watches
		where target_kind = 'thread' and target_id = ${threadId} and member_id = any(${memberIds}::bigint[])`;
}

/** Of these watches those whose members may read a place. */
export async function watchesOfReaders(
	tx: Tx,
	place: { spaceId: number; companyId: number | null },
	watches: KeptWatch[],
): Promise<KeptWatch[]> {
	const may = await readersAmong(
		tx,
		place,
		watches.map((watch) => watch.memberId),
	);
	return watches.filter((watch) => may.has(watch.memberId));
}

const linkColumns = (tx: Tx) =>
	tx`"fromThreadId" bigint, "toThreadId" bigint, kind text, state text, "proposedBy" bigint, "decidedBy" bigint,
		"createdAt" timestamptz, source text`;

/** Takes the links of a thread away, and returns them. */
export async function takeLinks(tx: Tx, threadId: number): Promise<KeptLink[]> {
	return await tx<KeptLink[]>`
		delete from thread_links where from_thread_id = ${threadId} or to_thread_id = ${threadId}
		returning from_thread_id, to_thread_id, kind, state, proposed_by, decided_by, created_at, source`;
}

/** Gives links to the thread that another one went into: what was its duplicate is now that one's. Returns those that are new. */
export async function carryLinks(tx: Tx, links: KeptLink[], fromId: number, intoId: number): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		insert into thread_links (from_thread_id, to_thread_id, kind, state, proposed_by, decided_by, created_at, source)
		select n.source_id, n.target_id, l.kind, l.state, l."proposedBy", l."decidedBy", l."createdAt", l.source
		from jsonb_to_recordset(${tx.json(links)}) as l (${linkColumns(tx)}),
			lateral (select case when l."fromThreadId" = ${fromId} then ${intoId}::bigint else l."fromThreadId" end as source_id,
				case when l."toThreadId" = ${fromId} then ${intoId}::bigint else l."toThreadId" end as target_id) n
		where n.source_id <> n.target_id and not (l.kind = 'duplicate' and l."fromThreadId" = ${fromId})
		on conflict (from_thread_id, to_thread_id, kind) do nothing returning id`;
	return rows.map((row) => row.id);
}

export async function giveLinks(tx: Tx, links: KeptLink[], addedIds: number[]): Promise<void> {
	await tx`delete from thread_links where id = any(${addedIds}::bigint[])`;
	await tx`
		insert into thread_links (from_thread_id, to_thread_id, kind, state, proposed_by, decided_by, created_at, source)
		select l."fromThreadId", l."toThreadId", l.kind, l.state, l."proposedBy", l."decidedBy", l."createdAt", l.source
		from jsonb_to_recordset(${tx.json(links)}) as l (${linkColumns(tx)})
		on conflict (from_thread_id, to_thread_id, kind) do nothing`;
}

/** Answers that are being written to a thread go on at the other one, where their writer has begun none. */
export async function carryDrafts(tx: Tx, fromId: number, intoId: number): Promise<void> {
	await tx`
		update drafts d set target_id = ${intoId}
		where d.kind = 'answer' and d.target_id = ${fromId} and not exists (
			select from drafts o where o.kind = 'answer' and o.target_id = ${intoId}
				and o.member_id is not distinct from d.member_id and o.visitor_hash is not distinct from d.visitor_hash)`;
}
