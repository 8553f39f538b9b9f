import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { listedThread, visibleThread, type Visibility } from '../spaces/index.ts';

export type DuplicateLink = {
	id: number;
	ofThreadId: number;
	state: 'proposed' | 'confirmed';
	proposedBy: number | null;
};

/** The thread that this one is a duplicate of, or is proposed to be: the confirmed link first, then the newest proposal. */
export async function findDuplicate(sql: Db, threadId: number): Promise<DuplicateLink | undefined> {
	return first(
		await sql<DuplicateLink[]>`
			select id, to_thread_id as of_thread_id, state, proposed_by from thread_links
			where from_thread_id = ${threadId} and kind = 'duplicate' and state <> 'declined'
			order by state, id desc limit 1`,
	);
}

/** Of these threads the ones that are confirmed duplicates of others. */
export async function listDuplicatesAmong(sql: Db, threadIds: number[]): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select distinct from_thread_id as id from thread_links
		where from_thread_id = any(${threadIds}::bigint[]) and kind = 'duplicate' and state = 'confirmed' order by id`;
	return rows.map((row) => row.id);
}

/** Where a chain of confirmed duplicates ends: the thread itself when it is none. */
export async function findCanonical(sql: Db, threadId: number): Promise<number> {
	const { id } = one(
		await sql<{ id: number }[]>`
			with recursive chain (id, length) as (
				select ${threadId}::bigint, 0
				union all
				select l.to_thread_id, c.length + 1 from chain c join thread_links l on l.from_thread_id = c.id
				where l.kind = 'duplicate' and l.state = 'confirmed' and c.length < 20
			)
			select id from chain order by length desc limit 1`,
	);
	return id;
}

/** True when the reader may see the thread and it is there for all who may: what a duplicate can point at. */
export async function isLinkable(sql: Db, visibility: Visibility, threadId: number): Promise<boolean> {
	const rows =
		await sql`select from threads t where t.id = ${threadId} and ${visibleThread(sql, visibility)} and t.state = 'published'`;
	return rows.length > 0;
}

export type NewLink = { fromThreadId: number; toThreadId: number; state: 'proposed' | 'confirmed'; memberId: number };

/** Lets one deed after another link duplicates, each until its end: two at once could close a ring of several threads. */
export async function linkInTurn(tx: Tx): Promise<void> {
	await tx`select pg_advisory_xact_lock(7061006)`;
}

/** Whether any proposal waits to be decided. */
export async function hasProposedDuplicate(sql: Db, threadId: number): Promise<boolean> {
	const rows = await sql`
		select from thread_links where from_thread_id = ${threadId} and kind = 'duplicate' and state = 'proposed' limit 1`;
	return rows.length > 0;
}

/** Writes the one duplicate link that stands between two threads, and declines what else was proposed once it is confirmed. */
export async function putDuplicate(tx: Tx, { fromThreadId, toThreadId, state, memberId }: NewLink): Promise<void> {
	const decidedBy = state === 'confirmed' ? memberId : null;
	await tx`
		insert into thread_links (from_thread_id, to_thread_id, kind, state, proposed_by, decided_by)
		values (${fromThreadId}, ${toThreadId}, 'duplicate', ${state}, ${memberId}, ${decidedBy})
		on conflict (from_thread_id, to_thread_id, kind) do update set state = excluded.state, decided_by = excluded.decided_by,
			proposed_by = case when thread_links.state = 'declined' then excluded.proposed_by else thread_links.proposed_by end`;
	if (state === 'proposed') return;
	await tx`
		update thread_links set state = 'declined', decided_by = ${memberId}
		where from_thread_id = ${fromThreadId} and kind = 'duplicate' and state = 'proposed'`;
}

export async function declineLink(tx: Tx, linkId: number, memberId: number): Promise<void> {
	await tx`update thread_links set state = 'declined', decided_by = ${memberId} where id = ${linkId}`;
}

/** Closes a thread as a duplicate, or opens what was closed as one. */
export async function putClosedAsDuplicate(tx: Tx, threadId: number, closed: boolean): Promise<void> {
	if (closed) {
		await tx`update threads set closed_at = now(), closed_reason = 'duplicate' where id = ${threadId} and closed_at is null`;
		return;
	}
	await tx`
		update threads set closed_at = null, closed_reason = null where id = ${threadId} and closed_reason = 'duplicate'`;
}

export type LinkedThread = {
	relation: 'duplicate-of' | 'proposed-duplicate-of' | 'duplicate' | 'related' | 'same-tags';
	id: number;
	title: string;
	solved: boolean;
};

const most = 12;
/** So many threads of each tag are looked at for shared tags. */
const newestOfTag = 50;

/**
 * Threads that links tie to a thread, as far as the reader may see them, as a list in JSON: what it is (proposed as) a duplicate of,
 * the end of a chain first, its duplicates, and threads linked as related. A value for the select list of another statement.
 */
export function linkedThreads(sql: Db, visibility: Visibility, threadId: number) {
	return sql`(
		with recursive up (id, rank) as (
			select ${threadId}::bigint, 0
			union all
			select l.to_thread_id, u.rank + 1 from up u join thread_links l on l.from_thread_id = u.id
			where l.kind = 'duplicate' and l.state = 'confirmed' and u.rank < ${most}
		), down (id, rank, link) as (
			select ${threadId}::bigint, 0, 0::bigint
			union all
			select l.from_thread_id, d.rank + 1, l.id from down d join thread_links l on l.to_thread_id = d.id
			where l.kind = 'duplicate' and l.state = 'confirmed' and d.rank < ${most}
		), linked (relation, id, rank, link) as (
			select 'duplicate-of', id, rank, 0 from up where id <> ${threadId}
			union all
			(select 'duplicate', id, 0, max(link) from down where id <> ${threadId} group by id order by max(link) desc limit ${most})
			union all
			(select case when l.kind = 'related' then 'related' else 'proposed-duplicate-of' end, l.to_thread_id, 0, l.id
				from thread_links l
				where l.from_thread_id = ${threadId}
					and ((l.kind = 'related' and l.state <> 'declined') or (l.kind = 'duplicate' and l.state = 'proposed'))
				order by l.id desc limit ${most})
			union all
			(select 'related', l.from_thread_id, 0, l.id
				from thread_links l where l.to_thread_id = ${threadId} and l.kind = 'related' and l.state = 'confirmed'
				order by l.id desc limit ${most})
		)
		select coalesce(jsonb_agg(
			jsonb_build_object('relation', l.relation, 'id', t.id, 'title', t.title, 'solved', t.solved_at is not null)
			order by l.relation, l.rank desc, l.link desc), '[]')
		from linked l join threads t on t.id = l.id
		where ${listedThread(sql, visibility)}
	)`;
}

/** Other threads that share the most tags with a thread, among the newest of each tag, as a list in JSON like that of `linkedThreads`. */
export function threadsOfSameTags(sql: Db, visibility: Visibility, threadId: number) {
	return sql`(
		select coalesce(jsonb_agg(
			jsonb_build_object('relation', 'same-tags', 'id', t.id, 'title', t.title, 'solved', t.solved_at is not null)
			order by l.shared desc, l.thread_id desc), '[]')
		from (
			select n.thread_id, count(*) as shared
			from thread_tags own cross join lateral (
				select o.thread_id from thread_tags o
				where o.tag_id = own.tag_id and o.thread_id <> own.thread_id
				order by o.created_at desc, o.thread_id desc limit ${newestOfTag}
			) n
			where own.thread_id = ${threadId}
			group by n.thread_id order by count(*) desc, n.thread_id desc limit ${most}
		) l join threads t on t.id = l.thread_id
		where ${listedThread(sql, visibility)}
	)`;
}

/** Whether any link ties a thread to another one; a condition for the select list of another statement. */
export function hasLinks(sql: Db, threadId: number) {
	return sql`(exists (select from thread_links where from_thread_id = ${threadId})
		or exists (select from thread_links where to_thread_id = ${threadId}))`;
}
