import type { Db, Tx } from '../../platform/db.ts';
import type { HistoryPlace } from './records.ts';

/** What an id of the source became: member, tag (`tag-text`: the post that describes it), thread, post or comment. */
export type MapKind = 'member' | 'tag' | 'tag-text' | 'thread' | 'post' | 'comment';
export type MapNote = { score?: number; answers?: number; accepted?: string | null; reputation?: number };
type MapEntry = { sourceId: string; targetId: number; note?: MapNote };

/**
 * Rows of the map, as `m`, for these ids. Each is looked up by the key: a plain `= any(…)` reads the whole map again for every
 * batch as long as the database has no statistics of it, and an import fills it from nothing.
 */
function arrivedAs(sql: Db, source: string, kind: MapKind, sourceIds: string[]) {
	return sql`unnest(${sourceIds}::text[]) as wanted (id) cross join lateral (
		select source_id, target_id, note from import_map
		where source = ${source} and kind = ${kind} and source_id = wanted.id limit 1) m`;
}

/** Which of these ids of the source have arrived, and as what. */
export async function findArrived(
	sql: Db,
	source: string,
	kind: MapKind,
	sourceIds: (string | null)[],
): Promise<Map<string, number>> {
	const ids = [...new Set(sourceIds.filter((id) => id !== null))];
	if (ids.length === 0) return new Map();
	const rows = await sql<{ sourceId: string; targetId: number }[]>`
		select m.source_id, m.target_id from ${arrivedAs(sql, source, kind, ids)}`;
	return new Map(rows.map((row) => [row.sourceId, row.targetId]));
}

/** Everything of a kind that has arrived from this source; null when that is more than `limit`. */
export async function listArrived(
	sql: Db,
	source: string,
	kind: MapKind,
	limit: number,
): Promise<Map<string, number> | null> {
	const rows = await sql<{ sourceId: string; targetId: number }[]>`
		select source_id, target_id from import_map where source = ${source} and kind = ${kind} limit ${limit + 1}`;
	return rows.length > limit ? null : new Map(rows.map((row) => [row.sourceId, row.targetId]));
}

export async function noteArrived(tx: Tx, source: string, kind: MapKind, entries: MapEntry[]): Promise<void> {
	if (entries.length === 0) return;
	await tx`
		insert into import_map (source, kind, source_id, target_id, note)
		select ${source}, ${kind}, "sourceId", "targetId", note
		from jsonb_to_recordset(${tx.json(entries as never)}) as r ("sourceId" text, "targetId" bigint, note jsonb)
		on conflict (source, kind, source_id) do nothing`;
}

export type ThreadPlace = {
	sourceId: string;
	threadId: number;
	askerId: number | null;
	/** The answer that the source says was accepted. */
	accepted: string | null;
};

/** The threads that these questions of the source became. */
export async function findThreads(sql: Db, source: string, sourceIds: string[]): Promise<Map<string, ThreadPlace>> {
	const rows = await sql<ThreadPlace[]>`
		select m.source_id, t.id as thread_id, t.author_id as asker_id, m.note ->> 'accepted' as accepted
		from ${arrivedAs(sql, source, 'thread', [...new Set(sourceIds)])}
		cross join lateral (select id, author_id from threads where id = m.target_id limit 1) t`;
	return new Map(rows.map((row) => [row.sourceId, row]));
}

export type PostPlace = {
	sourceId: string;
	postId: number;
	threadId: number;
	/** Accepted at another time than it was written: its acceptance has its date. */
	dated: boolean;
};

/** The opening texts and answers that these posts of the source became. */
export async function findPosts(sql: Db, source: string, sourceIds: string[]): Promise<Map<string, PostPlace>> {
	const rows = await sql<PostPlace[]>`
		select m.source_id, p.id as post_id, p.thread_id, coalesce(p.accepted_at <> p.created_at, false) as dated
		from ${arrivedAs(sql, source, 'post', [...new Set(sourceIds)])}
		cross join lateral (select id, thread_id, accepted_at, created_at from posts where id = m.target_id limit 1) p`;
	return new Map(rows.map((row) => [row.sourceId, row]));
}

/** Notes where history stands until the post it belongs to arrives: a dump orders it by time, not by post. */
export async function noteHistory(tx: Tx, source: string, places: HistoryPlace[]): Promise<void> {
	if (places.length === 0) return;
	await tx`
		insert into import_history (source, post_source_id, place, start, length)
		select ${source}, "postSourceId", "sourceId", start, length
		from jsonb_to_recordset(${tx.json(places)}) as r ("postSourceId" text, "sourceId" bigint, start bigint, length int)
		on conflict do nothing`;
}

/** Where the history of these posts of the source stands. */
export async function findHistory(sql: Db, source: string, sourceIds: string[]): Promise<HistoryPlace[]> {
	return await sql<HistoryPlace[]>`
		select place::text as source_id, post_source_id, start, length
		from import_history
		where source = ${source} and post_source_id = any(${sourceIds}::text[])`;
}

/** History whose post never came, with a few of the posts' numbers. */
export async function countOrphanHistory(sql: Db, source: string): Promise<{ count: number; examples: string[] }> {
	const [row] = await sql<{ count: number; examples: string[] | null }[]>`
		select count(*) as count, (array_agg(distinct post_source_id))[1:5] as examples
		from import_history h
		where source = ${source} and not exists (
			select from import_map m
			where m.source = h.source and m.kind = 'post' and m.source_id = h.post_source_id)`;
	return { count: row?.count ?? 0, examples: row?.examples ?? [] };
}

/** Drops the history of posts that have no place here. */
export async function forgetHistory(tx: Tx, source: string, sourceIds: string[]): Promise<void> {
	if (sourceIds.length === 0) return;
	await tx`delete from import_history where source = ${source} and post_source_id = any(${sourceIds}::text[])`;
}

export async function dropHistory(sql: Db, source: string): Promise<void> {
	await sql`delete from import_history where source = ${source}`;
}

export type OldAddress = { path: string; target: string };

/** Of these paths the ones that another source holds. */
export async function findTakenAddresses(sql: Db, source: string, paths: string[]): Promise<string[]> {
	const rows = await sql<{ path: string }[]>`
		select path from old_addresses where path = any(${paths}::text[]) and source <> ${source}`;
	return rows.map((row) => row.path);
}

/** Keeps addresses from before the move; one that another source holds already stays with it. */
export async function keepOldAddresses(tx: Tx, source: string, addresses: OldAddress[]): Promise<void> {
	if (addresses.length === 0) return;
	await tx`
		insert into old_addresses (path, target, source)
		select path, target, ${source} from jsonb_to_recordset(${tx.json(addresses)}) as r (path text, target text)
		on conflict (path) do nothing`;
}

/** Where an address from before the move leads now; of several ways to write it the first that is known counts. */
export async function findOldTarget(sql: Db, paths: string[]): Promise<string | undefined> {
	const [row] = await sql<{ target: string }[]>`
		select target from old_addresses where path = any(${paths}::text[])
		order by array_position(${paths}::text[], path) limit 1`;
	return row?.target;
}

/** The next of what this source brought of a kind, by id, above `afterId`. */
export async function listArrivedIds(
	sql: Db,
	source: string,
	kind: MapKind,
	afterId: number,
	limit: number,
): Promise<number[]> {
	const rows = await sql<{ targetId: number }[]>`
		select target_id from import_map
		where source = ${source} and kind = ${kind} and target_id > ${afterId}
		order by target_id limit ${limit}`;
	return rows.map((row) => row.targetId);
}

/** Tells the planner what has arrived: it would not know for a minute, and count by reading whole tables again and again. */
export async function refreshStatistics(sql: Db): Promise<void> {
	await sql`analyze posts, post_stats, votes, threads, thread_stats, thread_tags, import_map`;
}

export type Difference = { sourceId: string; theirs: number; ours: number };

/** Posts of these threads whose imported votes do not add up to the score that the source showed. */
export async function findScoreDifferences(sql: Db, source: string, threadIds: number[]): Promise<Difference[]> {
	return await sql<Difference[]>`
		select m.source_id, (m.note ->> 'score')::int as theirs, coalesce(sum(v.value), 0)::int as ours
		from posts p
		join import_map m on m.source = ${source} and m.kind = 'post' and m.target_id = p.id
		left join votes v on v.post_id = p.id and v.source = ${source}
		where p.thread_id = any(${threadIds}::bigint[]) and p.kind <> 'comment'
		group by m.source_id, m.note
		having coalesce(sum(v.value), 0) <> (m.note ->> 'score')::int`;
}

/** Threads whose imported answers are more or fewer than the source showed. */
export async function findAnswerDifferences(sql: Db, source: string, threadIds: number[]): Promise<Difference[]> {
	return await sql<Difference[]>`
		select m.source_id, (m.note ->> 'answers')::int as theirs, count(p.id)::int as ours
		from import_map m
		left join posts p on p.thread_id = m.target_id and p.kind = 'answer' and p.source = ${source}
		where m.source = ${source} and m.kind = 'thread' and m.target_id = any(${threadIds}::bigint[])
		group by m.source_id, m.note
		having count(p.id) <> (m.note ->> 'answers')::int`;
}
