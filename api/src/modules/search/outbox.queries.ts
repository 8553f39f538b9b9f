import type { Db, Tx } from '../../platform/db.ts';
import type { EntryKind } from '../../platform/search.ts';

const feedLock = 7_061_003;

export type Change = { id: number; threadId: number };

/**
 * Lets one process at a time read threads and hand them to Meilisearch, until the transaction ends: so whatever is handed over
 * later was read later, and Meilisearch, which works off its tasks in order, ends with the newest.
 */
export async function holdFeed(tx: Tx): Promise<void> {
	await tx`select pg_advisory_xact_lock(${feedLock})`;
}

/** The next changes, oldest first: those that PostgreSQL's index does not hold yet, or those that wait for Meilisearch alone. */
export async function listChanges(sql: Db, which: 'new' | 'stored', limit: number): Promise<Change[]> {
	return await sql<Change[]>`
		select id, thread_id from search_outbox where ${which === 'new' ? sql`not stored` : sql`stored`} order by id limit ${limit}`;
}

export async function markStored(sql: Db, changeIds: number[]): Promise<void> {
	await sql`update search_outbox set stored = true where id = any(${changeIds}::bigint[])`;
}

export async function dropChanges(sql: Db, changeIds: number[]): Promise<void> {
	await sql`delete from search_outbox where id = any(${changeIds}::bigint[])`;
}

/** Has threads read and handed over once more. */
export async function queueThreads(sql: Db, threadIds: number[]): Promise<void> {
	if (threadIds.length === 0) return;
	await sql`insert into search_outbox (thread_id) select unnest(${threadIds}::bigint[])`;
}

/** True when anything waits to reach an index. */
export async function hasChanges(sql: Db): Promise<boolean> {
	const rows = await sql`select from search_outbox union all select from search_entry_outbox limit 1`;
	return rows.length > 0;
}

export type EntryChange = { id: number; kind: EntryKind; entryId: number };

/** As `listChanges`, for members, tags and outside documents. */
export async function listEntryChanges(sql: Db, which: 'new' | 'stored', limit: number): Promise<EntryChange[]> {
	return await sql<EntryChange[]>`
		select id, kind, entry_id from search_entry_outbox
		where ${which === 'new' ? sql`not stored` : sql`stored`} order by id limit ${limit}`;
}

export async function markEntriesStored(sql: Db, changeIds: number[]): Promise<void> {
	await sql`update search_entry_outbox set stored = true where id = any(${changeIds}::bigint[])`;
}

export async function dropEntryChanges(sql: Db, changeIds: number[]): Promise<void> {
	await sql`delete from search_entry_outbox where id = any(${changeIds}::bigint[])`;
}

/** Has entries read and handed over once more. */
export async function queueEntries(sql: Db, kind: EntryKind, ids: number[]): Promise<void> {
	if (ids.length === 0) return;
	await sql`insert into search_entry_outbox (kind, entry_id) select ${kind}, unnest(${ids}::bigint[])`;
}

/** How much waits to reach an index, and for how long the oldest of it has. */
export async function measureOutboxes(sql: Db) {
	return await sql<{ kind: 'thread' | 'entry'; rows: number; seconds: number }[]>`
		select 'thread' as kind, count(*) as rows, coalesce(extract(epoch from now() - min(queued_at)), 0)::float8 as seconds
		from search_outbox
		union all
		select 'entry', count(*), coalesce(extract(epoch from now() - min(queued_at)), 0)::float8 from search_entry_outbox`;
}
