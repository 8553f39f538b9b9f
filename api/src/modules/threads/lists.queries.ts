import { isSolvable } from '@ikatan/contracts/kinds';
import { ThreadKind, type ListOrder } from '@ikatan/contracts/threads';
import { microsecondsOf, momentOf } from '../../platform/cursor.ts';
import { first, manyIds, manyTexts, rowsWanted, type Db, type Fragment, type Tx } from '../../platform/db.ts';
import { inReadableSpace, listedThread, type Visibility } from '../spaces/index.ts';

/** A place in a list: the sort value of a row and its thread. Times are microseconds since 1970, exactly as stored. */
export type ListKey = { key: number; id: number };

export type ListWanted = {
	/** Of the reader; narrowed to one space when a space's list is asked for. */
	visibility: Visibility;
	kind?: ThreadKind;
	tagId?: number;
	author?: { id: number; own: boolean };
	from?: ListKey;
	backwards: boolean;
	limit: number;
	/** A space's own list: its pinned threads stand before it, and not in it. */
	pinnedApart?: boolean;
};

type Order = Exclude<ListOrder, 'top'>;
type Ordering = {
	/** A row's sort value and number, of `threads t` and its numbers `s`. */
	key: Fragment;
	id: Fragment;
	/** Turns a ListKey's number into the column's type, and the column into that number. */
	fromNumber: (value: number) => Fragment;
	toNumber: (column: Fragment) => Fragment;
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
	if (order === 'newest') return { ...time, key: sql`t.created_at`, id: sql`t.id` };
	if (order === 'hot') return { ...same, key: sql`s.hot`, id: sql`s.thread_id` };
	return { ...same, key: sql`s.thread_id`, id: sql`s.thread_id`, only: sql`s.needs_answer` };
}

function pastTheKey(sql: Db, { key, id, fromNumber }: Ordering, { from, backwards }: ListWanted) {
	if (!from) return sql`true`;
	const place = sql`(${fromNumber(from.key)}, ${from.id}::bigint)`;
	return backwards ? sql`(${key}, ${id}) > ${place}` : sql`(${key}, ${id}) < ${place}`;
}

function sorted(sql: Db, key: Fragment, id: Fragment, { backwards, limit }: ListWanted) {
	const rows = rowsWanted(sql, limit);
	return backwards ? sql`order by ${key}, ${id} limit ${rows}` : sql`order by ${key} desc, ${id} desc limit ${rows}`;
}

const answerable = ThreadKind.options.filter(isSolvable);

/** A page's threads in the order asked for, nearest to `from` first; each list walks an index that holds its order. */
export async function listKeys(sql: Db, order: Order, wanted: ListWanted): Promise<ListKey[]> {
	// Nothing else waits for an answer: no walk in vain over all that does.
	if (order === 'unanswered' && wanted.kind && !isSolvable(wanted.kind)) return [];
	return wanted.author ? await ofAuthor(sql, order, wanted, wanted.author) : await mergeLanes(sql, order, wanted);
}

/** Where listed threads stand in order, each row with space and kind: one lane of it per readable space, for tags also per kind. */
type Lanes = { by: Ordering; rows: Fragment; lanes: Fragment; inLane: Fragment };

function lanesOf(sql: Db, order: Order, { visibility: { openSpaceIds }, kind, tagId }: ListWanted): Lanes {
	const by = orderingOf(sql, order);
	const spaces = sql`unnest(${manyIds(sql, openSpaceIds)}) as lane (space_id)`;
	if (tagId !== undefined) {
		const kinds = kind ? [kind] : order === 'unanswered' ? answerable : ThreadKind.options;
		return {
			by: { ...by, ...entryOf(sql, order) },
			rows: sql`tag_entries e`,
			lanes: sql`${spaces} cross join unnest(${manyTexts(sql, kinds)}) as lane_kind (kind)`,
			inLane: sql`e.tag_id = ${tagId} and e.space_id = lane.space_id and e.kind = lane_kind.kind`,
		};
	}
	if (order === 'newest') {
		const ofKind = kind ? sql`t.kind = ${kind}` : sql`true`;
		const inLane = sql`t.space_id = lane.space_id and t.state = 'published' and t.listed and ${ofKind}`;
		return { by, rows: sql`threads t`, lanes: spaces, inLane };
	}
	const ofKind = kind ? sql`s.kind = ${kind}` : sql`true`;
	return {
		by,
		rows: sql`thread_stats s`,
		lanes: spaces,
		inLane: sql`s.space_id = lane.space_id and s.listed and ${ofKind}`,
	};
}

/** A tag's row (`tag_entries e`) in some order. */
function entryOf(sql: Db, order: Order): Pick<Ordering, 'key' | 'id' | 'only'> {
	const [id, only] = [sql`e.thread_id`, sql`true`];
	if (order === 'newest') return { key: sql`e.created_at`, id, only };
	if (order === 'hot') return { key: sql`e.hot`, id, only };
	return { key: id, id, only: sql`e.needs_answer` };
}

/** The first rows of each lane, merged: quick for who reads all spaces and for who reads only a small one. */
async function mergeLanes(sql: Db, order: Order, wanted: ListWanted): Promise<ListKey[]> {
	const { by, rows, lanes, inLane } = lanesOf(sql, order, wanted);
	const notPinned = wanted.pinnedApart ? sql`${by.id} not in ${pinned(sql, wanted.visibility)}` : sql`true`;
	const found = sql`
		select found.* from ${lanes} cross join lateral (
			select ${by.key} as key, ${by.id} as id from ${rows}
			where ${inLane} and ${by.only} and ${notPinned} and ${pastTheKey(sql, by, wanted)}
			${sorted(sql, by.key, by.id, wanted)}
		) found`;
	const both =
		wanted.visibility.ownCompanySpaceIds.length === 0
			? found
			: sql`${found} union all ${ofCompany(sql, order, wanted)}`;
	return await sql<ListKey[]>`
		select ${by.toNumber(sql`key`)} as key, id from (${both}) merged ${sorted(sql, sql`merged.key`, sql`merged.id`, wanted)}`;
}

/** A company's own threads in company-only spaces are few: collected, then sorted. */
function ofCompany(sql: Db, order: Order, wanted: ListWanted) {
	const by = orderingOf(sql, order);
	const { ownCompanySpaceIds, companyId } = wanted.visibility;
	return sql`
		(select ${by.key} as key, ${by.id} as id from threads t join thread_stats s on s.thread_id = t.id
		where t.company_id = ${companyId} and t.space_id = any(${ownCompanySpaceIds}::bigint[])
			and t.state = 'published' and t.listed and ${narrowedTo(sql, wanted)} and ${by.only}
			and ${wanted.pinnedApart ? sql`t.pinned_at is null` : sql`true`} and ${pastTheKey(sql, by, wanted)}
		${sorted(sql, by.key, by.id, wanted)})`;
}

/** Of the kind and with the tag that are asked for: a condition on `threads t`. */
function narrowedTo(sql: Db, { kind, tagId }: ListWanted) {
	const tagged = sql`exists (select from thread_tags x where x.thread_id = t.id and x.tag_id = ${tagId ?? 0})`;
	return sql`${kind ? sql`t.kind = ${kind}` : sql`true`} and ${tagId === undefined ? sql`true` : tagged}`;
}

/** What a member asked, newest first along an index; in another order all of it is collected and sorted. */
async function ofAuthor(
	sql: Db,
	order: Order,
	wanted: ListWanted,
	author: { id: number; own: boolean },
): Promise<ListKey[]> {
	const by = orderingOf(sql, order);
	const numbers = order === 'newest' ? sql`` : sql`join thread_stats s on s.thread_id = t.id`;
	return await sql<ListKey[]>`
		select ${by.toNumber(by.key)} as key, t.id from threads t ${numbers}
		where ${writtenBy(sql, wanted, author)} and ${narrowedTo(sql, wanted)} and ${by.only} and ${pastTheKey(sql, by, wanted)}
		${sorted(sql, by.key, by.id, wanted)}`;
}

/** What a member asked, without threads from which they took their name; they themselves see all of it. */
function writtenBy(sql: Db, { visibility }: ListWanted, { id, own }: { id: number; own: boolean }) {
	if (own) return sql`t.author_id = ${id} and t.state <> 'deleted' and ${inReadableSpace(sql, visibility)}`;
	return sql`t.author_id = ${id} and ${listedThread(sql, visibility)} and not exists (
		select from posts o where o.thread_id = t.id and o.kind = 'opening' and o.author_hidden)`;
}

export type TopPlace = { snapshotId: number; rank: number };

/**
 * A page of this week's best: of the snapshot in which the reader began to page, else of the newest. Space, kind, tags and author as of
 * the snapshot tell which to look at; what they are now must fit, too.
 */
export async function listTop(
	sql: Db,
	wanted: ListWanted,
	from?: TopPlace,
): Promise<(ListKey & { snapshotId: number })[]> {
	const past = wanted.backwards ? sql`e.rank < ${from?.rank ?? 0}` : sql`e.rank > ${from?.rank ?? 0}`;
	const snapshot = from ? sql`${from.snapshotId}::bigint` : sql`(select max(id) from top_snapshots)`;
	const { openSpaceIds, ownCompanySpaceIds } = wanted.visibility;
	const { kind, tagId, author } = wanted;
	return await sql<(ListKey & { snapshotId: number })[]>`
		select e.rank as key, e.thread_id as id, e.snapshot_id
		from top_entries e
		where e.snapshot_id = ${snapshot} and ${past} and e.space_id = any(${[...openSpaceIds, ...ownCompanySpaceIds]}::bigint[])
			and ${kind ? sql`e.kind = ${kind}` : sql`true`} and ${tagId === undefined ? sql`true` : sql`${tagId}::bigint = any(e.tag_ids)`}
			and ${author ? sql`coalesce(e.author_id, ${author.id}) = ${author.id}` : sql`true`}
			and (
				select true from threads t
				where t.id = e.thread_id and ${listedThread(sql, wanted.visibility)} and ${narrowedTo(sql, wanted)}
					and ${author ? writtenBy(sql, wanted, author) : sql`true`}
			)
		order by ${wanted.backwards ? sql`e.rank desc` : sql`e.rank`} limit ${wanted.limit}`;
}

const ranked = 2000;

/** Ranks the threads of the last seven days by votes got and answers posted in them; older snapshots go after a day. */
export async function takeTopSnapshot(tx: Tx, now: Date): Promise<void> {
	const since = new Date(now.getTime() - 7 * 24 * 60 * 60 * 1000);
	const snapshot = first(await tx<{ id: number }[]>`insert into top_snapshots (taken_at) values (${now}) returning id`);
	await tx`
		insert into top_entries (snapshot_id, rank, thread_id, space_id, kind, tag_ids, author_id)
		select ${snapshot?.id ?? 0}, row_number() over (order by sum(d.points) desc, s.hot desc, t.id desc), t.id, t.space_id, t.kind,
			array(select x.tag_id from thread_tags x where x.thread_id = t.id), t.author_id
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

/** The pinned threads of the reader's spaces, as a list for SQL. */
function pinned(sql: Db, { openSpaceIds }: Visibility) {
	return sql`(
		select id from threads
		where space_id = any(${openSpaceIds}::bigint[]) and pinned_at is not null and state = 'published' and listed)`;
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
