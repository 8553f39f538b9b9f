import type { ListOrder, ThreadKind } from '@ikatan/contracts/threads';
import { microsecondsOf, momentOf } from '../../platform/cursor.ts';
import { first, type Db, type Fragment, type Tx } from '../../platform/db.ts';
import { inReadableSpace, listedThread, type Visibility } from '../spaces/index.ts';

/** A place in a list: the sort value of a row and its thread. Times are microseconds since 1970, exactly as stored. */
export type ListKey = { key: number; id: number };

export type ListWanted = {
	/** Of the reader; narrowed to one space when a space's list is asked for. */
	visibility: Visibility;
	kind?: ThreadKind;
	/** `many`: so many threads carry it that they are found by walking the list rather than collected. */
	tag?: { id: number; many: boolean };
	author?: { id: number; own: boolean };
	from?: ListKey;
	backwards: boolean;
	limit: number;
	/** A space's own list: its pinned threads stand before it, and not in it. */
	pinnedApart?: boolean;
};

type Order = Exclude<ListOrder, 'top'>;
type Ordering = {
	/** The row's sort value and number, as columns that an index holds. */
	key: Fragment;
	id: Fragment;
	/** Turns a ListKey's number into the column's type, and the column into that number. */
	fromNumber: (value: number) => Fragment;
	toNumber: (column: Fragment) => Fragment;
	/** The table that the walk begins with. */
	table: 'threads' | 'thread_stats';
	only: Fragment;
};

function orderingOf(sql: Db, order: Order): Ordering {
	const same = {
		fromNumber: (value: number) => sql`${value}`,
		toNumber: (column: Fragment) => column,
		only: sql`true`,
	};
	const time = {
		fromNumber: (value: number) => momentOf(sql, value),
		toNumber: (column: Fragment) => microsecondsOf(sql, column),
		only: sql`true`,
	};
	if (order === 'newest') return { ...time, key: sql`t.created_at`, id: sql`t.id`, table: 'threads' };
	if (order === 'active') return { ...time, key: sql`t.active_at`, id: sql`t.id`, table: 'threads' };
	if (order === 'hot') return { ...same, key: sql`s.hot`, id: sql`s.thread_id`, table: 'thread_stats' };
	return { ...same, key: sql`s.thread_id`, id: sql`s.thread_id`, table: 'thread_stats', only: sql`s.needs_answer` };
}

function pastTheKey(sql: Db, { key, id, fromNumber }: Ordering, { from, backwards }: ListWanted) {
	if (!from) return sql`true`;
	const place = sql`(${fromNumber(from.key)}, ${from.id}::bigint)`;
	return backwards ? sql`(${key}, ${id}) > ${place}` : sql`(${key}, ${id}) < ${place}`;
}

function sorted(sql: Db, key: Fragment, id: Fragment, { backwards, limit }: ListWanted) {
	return backwards ? sql`order by ${key}, ${id} limit ${limit}` : sql`order by ${key} desc, ${id} desc limit ${limit}`;
}

/** A page's threads in the order asked for, nearest to `from` first; each list walks an index that holds its order. */
export async function listKeys(sql: Db, order: Order, wanted: ListWanted): Promise<ListKey[]> {
	// Nothing else waits for an answer: no walk in vain over all that does.
	if (order === 'unanswered' && wanted.kind && !['question', 'problem'].includes(wanted.kind)) return [];
	if (wanted.author) return await collect(sql, order, wanted, ofAuthor(sql, wanted, wanted.author));
	if (!wanted.tag) return await mergeSpaces(sql, order, wanted);
	if (order === 'newest') return await walkTag(sql, wanted, wanted.tag.id);
	const { id, many } = wanted.tag;
	if (many) return await walkAll(sql, order, wanted, id);
	const tagged = sql`${listedThread(sql, wanted.visibility)} and t.id in (select thread_id from thread_tags where tag_id = ${id})`;
	return await collect(sql, order, wanted, tagged);
}

/** The first rows of each readable space, merged: quick for who reads all spaces and for who reads only a small one. */
async function mergeSpaces(sql: Db, order: Order, wanted: ListWanted): Promise<ListKey[]> {
	const by = orderingOf(sql, order);
	const { openSpaceIds, ownCompanySpaceIds, companyId } = wanted.visibility;
	const begins = by.table === 'threads' ? sql`t` : sql`s`;
	const ofKind = wanted.kind ? sql`${begins}.kind = ${wanted.kind}` : sql`true`;
	const inOrder = wanted.pinnedApart ? sql`${by.only} and t.pinned_at is null` : by.only;
	const from = by.table === 'threads' ? sql`threads t` : sql`thread_stats s join threads t on t.id = s.thread_id`;
	const own = sql`t.company_id = ${companyId} and t.space_id = any(${ownCompanySpaceIds}::bigint[])`;
	const rows = sql`
		select found.* from unnest(${openSpaceIds}::bigint[]) as lane (space_id) cross join lateral (
			select ${by.key} as key, ${by.id} as id from ${from}
			where ${begins}.space_id = lane.space_id and t.state = 'published' and t.listed and ${ofKind} and ${inOrder}
				and ${pastTheKey(sql, by, wanted)}
			${sorted(sql, by.key, by.id, wanted)}
		) found`;
	const both =
		ownCompanySpaceIds.length === 0
			? rows
			: sql`
				${rows} union all
				(select ${by.key} as key, ${by.id} as id from threads t join thread_stats s on s.thread_id = t.id
				where ${own} and t.state = 'published' and t.listed and ${ofKind} and ${inOrder} and ${pastTheKey(sql, by, wanted)}
				${sorted(sql, by.key, by.id, wanted)})`;
	return await sql<ListKey[]>`
		select ${by.toNumber(sql`key`)} as key, id from (${both}) merged ${sorted(sql, sql`merged.key`, sql`merged.id`, wanted)}`;
}

/** Few threads: all collected, then sorted. */
async function collect(sql: Db, order: Order, wanted: ListWanted, which: Fragment): Promise<ListKey[]> {
	const by = orderingOf(sql, order);
	return await sql<ListKey[]>`
		with collected as materialized (
			select ${by.key} as key, t.id from threads t join thread_stats s on s.thread_id = t.id
			where ${which} and ${wanted.kind ? sql`t.kind = ${wanted.kind}` : sql`true`} and ${by.only}
				and ${pastTheKey(sql, by, wanted)}
		)
		select ${by.toNumber(sql`key`)} as key, id from collected c ${sorted(sql, sql`c.key`, sql`c.id`, wanted)}`;
}

/** What a member asked, without threads from which they took their name; they themselves see all of it. */
function ofAuthor(sql: Db, { visibility }: ListWanted, { id, own }: { id: number; own: boolean }) {
	if (own) return sql`t.author_id = ${id} and t.state <> 'deleted' and ${inReadableSpace(sql, visibility)}`;
	return sql`t.author_id = ${id} and ${listedThread(sql, visibility)} and not exists (
		select from posts o where o.thread_id = t.id and o.kind = 'opening' and o.author_hidden)`;
}

/** A tag's own index holds its newest threads in order. */
async function walkTag(sql: Db, wanted: ListWanted, tagId: number): Promise<ListKey[]> {
	const by = { ...orderingOf(sql, 'newest'), key: sql`x.created_at`, id: sql`x.thread_id` };
	return await sql<ListKey[]>`
		select ${by.toNumber(by.key)} as key, x.thread_id as id
		from thread_tags x join threads t on t.id = x.thread_id
		where x.tag_id = ${tagId} and ${listedThread(sql, wanted.visibility)}
			and ${wanted.kind ? sql`t.kind = ${wanted.kind}` : sql`true`} and ${pastTheKey(sql, by, wanted)}
		${sorted(sql, by.key, by.id, wanted)}`;
}

/** Many threads carry the tag: the list over all spaces is walked, and each of its threads asked for the tag. */
async function walkAll(sql: Db, order: Order, wanted: ListWanted, tagId: number): Promise<ListKey[]> {
	const by = orderingOf(sql, order);
	return await sql<ListKey[]>`
		select ${by.toNumber(by.key)} as key, ${by.id} as id
		from threads t join thread_stats s on s.thread_id = t.id
		where (select true from thread_tags x where x.thread_id = ${by.id} and x.tag_id = ${tagId})
			and ${listedThread(sql, wanted.visibility)} and ${by.only}
			and ${wanted.kind ? sql`t.kind = ${wanted.kind}` : sql`true`} and ${pastTheKey(sql, by, wanted)}
		${sorted(sql, by.key, by.id, wanted)}`;
}

export type TopPlace = { snapshotId: number; rank: number };

/** A page of this week's best: of the snapshot in which the reader began to page, else of the newest. */
export async function listTop(
	sql: Db,
	wanted: ListWanted,
	from?: TopPlace,
): Promise<(ListKey & { snapshotId: number })[]> {
	const past = wanted.backwards ? sql`e.rank < ${from?.rank ?? 0}` : sql`e.rank > ${from?.rank ?? 0}`;
	const snapshot = from ? sql`${from.snapshotId}::bigint` : sql`(select max(id) from top_snapshots)`;
	return await sql<(ListKey & { snapshotId: number })[]>`
		select e.rank as key, e.thread_id as id, e.snapshot_id
		from top_entries e join threads t on t.id = e.thread_id
		where e.snapshot_id = ${snapshot} and ${past} and ${listedThread(sql, wanted.visibility)}
			and ${wanted.kind ? sql`t.kind = ${wanted.kind}` : sql`true`}
			and ${wanted.author ? ofAuthor(sql, wanted, wanted.author) : sql`true`}
			and ${wanted.tag ? sql`exists (select from thread_tags x where x.thread_id = t.id and x.tag_id = ${wanted.tag.id})` : sql`true`}
		order by ${wanted.backwards ? sql`e.rank desc` : sql`e.rank`} limit ${wanted.limit}`;
}

const ranked = 2000;

/** Ranks the threads of the last seven days by votes got and answers posted in them; older snapshots go after a day. */
export async function takeTopSnapshot(tx: Tx, now: Date): Promise<void> {
	const since = new Date(now.getTime() - 7 * 24 * 60 * 60 * 1000);
	const snapshot = first(await tx<{ id: number }[]>`insert into top_snapshots (taken_at) values (${now}) returning id`);
	await tx`
		insert into top_entries (snapshot_id, rank, thread_id)
		select ${snapshot?.id ?? 0}, row_number() over (order by sum(d.points) desc, s.hot desc, t.id desc), t.id
		from (
			select p.thread_id, sum(v.value) as points from votes v join posts p on p.id = v.post_id and p.state = 'published'
			where v.cast_at > ${since} group by p.thread_id
			union all
			select thread_id, count(*) from posts
			where kind = 'answer' and state = 'published' and created_at > ${since} group by thread_id
		) d
		join threads t on t.id = d.thread_id and t.state = 'published' and t.listed
		join thread_stats s on s.thread_id = t.id
		group by t.id, s.hot having sum(d.points) > 0
		order by 2 limit ${ranked}`;
	await tx`delete from top_snapshots where taken_at < ${new Date(now.getTime() - 24 * 60 * 60 * 1000)} and id <> ${snapshot?.id ?? 0}`;
}

const mostPinned = 10;

/** What stands before a space's list: its pinned threads, the last pinned first. */
export async function listPinned(sql: Db, { visibility, kind }: ListWanted): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select t.id from threads t
		where t.pinned_at is not null and ${listedThread(sql, visibility)} and ${kind ? sql`t.kind = ${kind}` : sql`true`}
		order by t.pinned_at desc, t.id desc limit ${mostPinned}`;
	return rows.map((row) => row.id);
}
