import { first, type Db, type Tx } from '../../platform/db.ts';
import { listedThread, type Visibility } from '../spaces/index.ts';

type WrittenColumns = {
	writtenId: number | null;
	writtenUrl: string | null;
	writtenBy: string | null;
	writtenAt: string | null;
};
type SearchRow = WrittenColumns & { query: string; searches: number; searchers: number; lastAt: string };
type ThreadRow = WrittenColumns & { id: number; title: string; duplicates: number; solved: boolean };

const listedAtMost = 500;

function writtenColumns(sql: Db) {
	return sql`w.id as written_id, w.url as written_url, m.display_name as written_by, w.written_at`;
}

/** Searches that found nothing and are still to be written about, most searchers first. */
export async function listOpenSearches(sql: Db): Promise<SearchRow[]> {
	return await sql<SearchRow[]>`
		select e.query, sum(e.searches) as searches, sum(e.searchers) as searchers, max(e.last_at) as last_at
		from empty_searches e
		where not exists (select from written_documents w where w.query = e.query)
		group by e.query order by 3 desc, 2 desc, 4 desc, 1 limit ${listedAtMost}`;
}

/** Those that are written about, newest first, with how often they found nothing since. */
export async function listWrittenSearches(sql: Db): Promise<SearchRow[]> {
	return await sql<SearchRow[]>`
		select w.query, coalesce(e.searches, 0) as searches, coalesce(e.searchers, 0) as searchers,
			coalesce(e.last_at, w.written_at) as last_at, ${writtenColumns(sql)}
		from written_documents w left join members m on m.id = w.written_by
		left join lateral (
			select sum(searches) as searches, sum(searchers) as searchers, max(last_at) as last_at
			from empty_searches where query = w.query and day > (w.written_at at time zone 'UTC')::date
		) e on true
		where w.query is not null order by w.written_at desc limit ${listedAtMost}`;
}

/** Threads that others are confirmed duplicates of, of those that the reader finds in lists: duplicates, too, count only then. */
export async function listDuplicated(sql: Db, visibility: Visibility, written: boolean): Promise<ThreadRow[]> {
	const readable = sql`t.state = 'published' and ${listedThread(sql, visibility)}`;
	return await sql<ThreadRow[]>`
		with asked_again as (
			select l.to_thread_id as id, l.created_at
			from thread_links l join threads t on t.id = l.from_thread_id
			where l.kind = 'duplicate' and l.state = 'confirmed' and ${readable}
		)
		select t.id, t.title, t.solved_at is not null as solved, ${writtenColumns(sql)},
			(select count(*) from asked_again a
				where a.id = t.id ${written ? sql`and a.created_at > w.written_at` : sql``}) as duplicates
		from threads t
		left join written_documents w on w.thread_id = t.id left join members m on m.id = w.written_by
		where ${readable} and ${written ? sql`w.id is not null` : sql`w.id is null and t.id in (select id from asked_again)`}
		order by ${written ? sql`w.written_at desc` : sql`duplicates desc, t.active_at desc`}, t.id desc
		limit ${listedAtMost}`;
}

/** True for a thread that the reader finds in lists. */
export async function isListed(sql: Db, visibility: Visibility, threadId: number): Promise<boolean> {
	const rows = await sql`select from threads t where t.id = ${threadId} and ${listedThread(sql, visibility)}`;
	return rows.length > 0;
}

export async function isSearched(sql: Db, query: string): Promise<boolean> {
	const rows = await sql`
		select from empty_searches where query = ${query} union all select from written_documents where query = ${query}`;
	return rows.length > 0;
}

type Mark = { query: string | null; threadId: number | null; url: string | null; writtenBy: number; now: Date };

/** Marks as written; a mark that stands takes the new address. */
export async function putMark(tx: Tx, { query, threadId, url, writtenBy, now }: Mark): Promise<number> {
	const target = query === null ? tx`(thread_id)` : tx`(query)`;
	const [row] = await tx<{ id: number }[]>`
		insert into written_documents (query, thread_id, url, written_by, written_at)
		values (${query}, ${threadId}, ${url}, ${writtenBy}, ${now})
		on conflict ${target} do update set url = excluded.url, written_by = excluded.written_by returning id`;
	return row?.id ?? 0;
}

export async function findMark(
	sql: Db,
	writtenId: number,
): Promise<{ query: string | null; threadId: number | null; url: string | null } | undefined> {
	return first(
		await sql<{ query: string | null; threadId: number | null; url: string | null }[]>`
			select query, thread_id, url from written_documents where id = ${writtenId}`,
	);
}

export async function deleteMark(tx: Tx, writtenId: number): Promise<void> {
	await tx`delete from written_documents where id = ${writtenId}`;
}
