import type { ThreadKind } from '@ikatan/contracts/threads';
import type { Db } from '../../platform/db.ts';

const perPage = 10_000;

/** Public threads of one sitemap page, by number: 10,000 ids wide, so that no page needs an offset. */
export async function listSitemapThreads(sql: Db, publicSpaceIds: number[], page: number) {
	return await sql<{ id: number; title: string; activeAt: string }[]>`
		select id, title, active_at from threads
		where id > ${page * perPage} and id <= ${(page + 1) * perPage} and state = 'published' and listed
			and space_id = any(${publicSpaceIds}::bigint[])
		order by id`;
}

export async function countSitemapPages(sql: Db): Promise<number> {
	const [row] = await sql<{ highest: number | null }[]>`select max(id) as highest from threads`;
	return Math.max(1, Math.ceil((row?.highest ?? 0) / perPage));
}

/** A list of threads with the time of the newest in it: since when the page has been as it is. */
export type ListRow<Place> = { place: Place; newestAt: string };

/** A condition on `threads t`. */
const isPublic = (sql: Db, publicSpaceIds: number[]) =>
	sql`t.state = 'published' and t.listed and t.space_id = any(${publicSpaceIds}::bigint[])`;

export async function listNewestOfSpaces(sql: Db, publicSpaceIds: number[]): Promise<ListRow<number>[]> {
	return await sql<ListRow<number>[]>`
		select s.id as place, n.created_at as newest_at
		from unnest(${publicSpaceIds}::bigint[]) as s (id) cross join lateral (
			select t.created_at from threads t
			where t.space_id = s.id and t.state = 'published' and t.listed order by t.created_at desc, t.id desc limit 1
		) n`;
}

export async function listNewestOfKinds(
	sql: Db,
	publicSpaceIds: number[],
	kinds: readonly ThreadKind[],
): Promise<ListRow<ThreadKind>[]> {
	return await sql<ListRow<ThreadKind>[]>`
		select k.kind as place, n.created_at as newest_at
		from unnest(${kinds as ThreadKind[]}::text[]) as k (kind) cross join lateral (
			select t.created_at from threads t
			where t.kind = k.kind and ${isPublic(sql, publicSpaceIds)} order by t.created_at desc, t.id desc limit 1
		) n`;
}

/** A file of a sitemap holds 50,000 addresses at most, 10,000 of them threads. */
const mostTags = 30_000;

/** Tags with at least one listed thread in these spaces, by name. */
export async function listNewestOfTags(sql: Db, publicSpaceIds: number[]): Promise<ListRow<string>[]> {
	return await sql<ListRow<string>[]>`
		select g.name as place, n.created_at as newest_at
		from tags g cross join lateral (
			select tt.created_at from thread_tags tt join threads t on t.id = tt.thread_id
			where tt.tag_id = g.id and ${isPublic(sql, publicSpaceIds)}
			order by tt.created_at desc, tt.thread_id desc limit 1
		) n
		order by g.name limit ${mostTags}`;
}
