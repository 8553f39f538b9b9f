import type { Act } from '@ikatan/contracts/acting';
import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { readersAmong } from '../spaces/index.ts';
import type { ThreadFacts } from './facts.ts';

/** The columns of a thread that moderators change, as they shall be. */
export type Patch = Partial<
	Pick<ThreadFacts, 'lockedAt' | 'closedAt' | 'closedReason' | 'pinnedAt' | 'listed' | 'spaceId' | 'companyId' | 'kind'>
>;
/** A member's watch of a thread, as it was. */
export type KeptWatch = { memberId: number; level: string; reason: string; createdAt: string };
/** What a deed changed; `watches` are those that ended with it. */
export type Changed = Patch & { watches?: KeptWatch[]; mergeId?: number };

export type NewDeed = {
	act: Act;
	threadId: number;
	postId?: number | null;
	spaceId: number;
	actorId: number | null;
	reason: string;
	rule: string | null;
	before: Changed;
	after: Changed;
};
export type DeedRow = Required<NewDeed> & {
	id: number;
	at: string;
	undoneAt: string | null;
	/** The spaces in which its threads are now. */
	standsIn: number[];
};

export async function insertDeed(tx: Tx, deed: NewDeed): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into thread_deeds (act, thread_id, post_id, space_id, actor_id, reason, rule, before, after)
			values (${deed.act}, ${deed.threadId}, ${deed.postId ?? null}, ${deed.spaceId}, ${deed.actorId}, ${deed.reason}, ${deed.rule},
				${tx.json(deed.before as never)}, ${tx.json(deed.after as never)})
			returning id`,
	);
	return id;
}

function deedColumns(sql: Db) {
	return sql`d.id, d.act, d.thread_id, d.post_id, d.space_id, d.actor_id, d.reason, d.rule, d.before, d.after, d.at, d.undone_at,
		array(
			select t.space_id from threads t where t.id = coalesce((select thread_id from posts where id = d.post_id), d.thread_id)
			union
			select t.space_id from thread_merges m join threads t on t.id in (m.from_thread_id, m.into_thread_id) where m.deed_id = d.id
		) as stands_in`;
}

/** A deed, locked against a second undo at the same time; lock its threads first. */
export async function lockDeed(tx: Tx, deedId: number): Promise<DeedRow | undefined> {
	return first(
		await tx<DeedRow[]>`select ${deedColumns(tx)} from thread_deeds d where d.id = ${deedId} for update of d`,
	);
}

export async function findDeed(sql: Db, deedId: number): Promise<DeedRow | undefined> {
	return first(await sql<DeedRow[]>`select ${deedColumns(sql)} from thread_deeds d where d.id = ${deedId}`);
}

/** Whose thread it is in a company-only space. */
export async function findCompanyOfThread(sql: Db, threadId: number): Promise<number | null> {
	const rows = await sql<{ companyId: number | null }[]>`select company_id from threads where id = ${threadId}`;
	return rows[0]?.companyId ?? null;
}

export async function markUndone(tx: Tx, deedId: number, memberId: number | null): Promise<void> {
	await tx`update thread_deeds set undone_at = now(), undone_by = ${memberId} where id = ${deedId}`;
}

/** The newest deeds on a thread, or on one post of it. */
export async function listDeeds(sql: Db, of: { threadId: number } | { postId: number }): Promise<DeedRow[]> {
	const which = 'postId' in of ? sql`d.post_id = ${of.postId}` : sql`d.thread_id = ${of.threadId}`;
	return await sql<DeedRow[]>`
		select ${deedColumns(sql)} from thread_deeds d where ${which} order by d.id desc limit 20`;
}

export async function putPatch(tx: Tx, threadId: number, patch: Patch): Promise<void> {
	await tx`update threads set ${tx(patch as Record<string, string>)} where id = ${threadId}`;
}

/** Ends the watches of those who may not read a thread in its new place, and returns them. */
export async function dropUnreadableWatches(
	tx: Tx,
	threadId: number,
	place: { spaceId: number; companyId: number | null },
): Promise<KeptWatch[]> {
	const watchers = await tx<{ memberId: number }[]>`
		select member_id from watches where target_kind = 'thread' and target_id = ${threadId}`;
	const may = await readersAmong(
		tx,
		place,
		watchers.map((watcher) => watcher.memberId),
	);
	return await tx<KeptWatch[]>`
		delete from watches
		where target_kind = 'thread' and target_id = ${threadId} and member_id <> all(${[...may]}::bigint[])
		returning member_id, level, reason, created_at`;
}

/** Gives watches back that ended with a deed; a level chosen since stays. Returns whose are new. */
export async function putWatches(tx: Tx, threadId: number, watches: KeptWatch[]): Promise<number[]> {
	if (watches.length === 0) return [];
	const rows = await tx<{ memberId: number }[]>`
		insert into watches (member_id, target_kind, target_id, level, reason, created_at)
		select w."memberId", 'thread', ${threadId}::bigint, w.level, w.reason, w."createdAt"
		from jsonb_to_recordset(${tx.json(watches)}) as w ("memberId" bigint, level text, reason text, "createdAt" timestamptz)
		join members m on m.id = w."memberId"
		on conflict (member_id, target_kind, target_id) do nothing
		returning member_id`;
	return rows.map((row) => row.memberId);
}

/** The company of a thread's author. */
export async function findAuthorCompany(sql: Db, threadId: number): Promise<number | null> {
	const rows = await sql<{ companyId: number | null }[]>`
		select m.company_id from threads t left join members m on m.id = t.author_id where t.id = ${threadId}`;
	return rows[0]?.companyId ?? null;
}
