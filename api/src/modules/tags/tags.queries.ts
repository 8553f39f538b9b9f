import { first, manyIds, type Db, type Tx } from '../../platform/db.ts';
import { listedThread, type Visibility } from '../spaces/index.ts';

export type TagRow = { id: number; name: string; description: string; threads: number };

/** Tags by use, most used first, or those whose name begins with `prefix`; keyset by (threads, name). */
export async function listTagRows(
	sql: Db,
	{ prefix, after, limit }: { prefix?: string; after?: { threads: number; name: string }; limit: number },
): Promise<TagRow[]> {
	return await sql<TagRow[]>`
		select g.id, g.name, g.description, coalesce(s.threads, 0) as threads
		from tags g left join tag_stats s on s.tag_id = g.id
		where ${prefix ? beginsSo(sql, prefix) : sql`true`}
			and ${after ? sql`(-coalesce(s.threads, 0), g.name) > (${-after.threads}, ${after.name})` : sql`true`}
			and ${listedTag(sql)}
		order by -coalesce(s.threads, 0), g.name
		limit ${limit}`;
}

/** A condition on `tags g`: its name, or another name of it, begins so. */
function beginsSo(sql: Db, prefix: string) {
	const pattern = `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
	return sql`(g.name like ${pattern}
		or g.id in (select y.main_tag_id from tags y where y.main_tag_id is not null and y.name like ${pattern}))`;
}

/** A condition on `tags g` with `tag_stats s`: a tag used in private spaces only is nobody's to see, unless staff described it for all. */
export function listedTag(sql: Db) {
	return sql`(coalesce(s.threads, 0) > 0 or g.description <> '')`;
}

/** Of these tags those that all may see, in the order of the ids. */
export async function listTagsByIds(sql: Db, ids: number[]): Promise<TagRow[]> {
	if (ids.length === 0) return [];
	return await sql<TagRow[]>`
		select g.id, g.name, g.description, coalesce(s.threads, 0) as threads
		from tags g left join tag_stats s on s.tag_id = g.id
		where g.id = any(${manyIds(sql, ids)}) and ${listedTag(sql)}
		order by array_position(${ids}::bigint[], g.id)`;
}

/** A condition on `tags g`: described for all, on a public thread, or on one that the reader finds in lists. */
export function visibleTag(sql: Db, visibility: Visibility) {
	return sql`(g.description <> ''
		or exists (select from tag_stats s where s.tag_id = g.id and s.threads > 0)
		or exists (
			select from thread_tags tt join threads t on t.id = tt.thread_id
			where tt.tag_id = g.id and ${listedThread(sql, visibility)}))`;
}

/** A tag by name or another name of it; undefined also for one that stands only on threads that the reader may not see. */
export async function findTag(sql: Db, visibility: Visibility, name: string): Promise<TagRow | undefined> {
	return first(
		await sql<TagRow[]>`
			select g.id, g.name, g.description, coalesce(s.threads, 0) as threads
			from tags g left join tag_stats s on s.tag_id = g.id
			where g.id = (select coalesce(main_tag_id, id) from tags where name = ${name.toLowerCase()}) and ${visibleTag(sql, visibility)}`,
	);
}

export type FoundTag = { asked: string; id: number; name: string };

/** The tags that names lead to: of another name the main one. Held, so that none is merged away before it is used. */
export async function findTags(sql: Db, names: string[]): Promise<FoundTag[]> {
	return await sql<FoundTag[]>`
		select y.name as asked, g.id, g.name
		from tags y join tags g on g.id = coalesce(y.main_tag_id, y.id)
		where y.name = any(${names}) for key share`;
}

/** Names of tags as they are written on threads: another name becomes the main one, an unknown one stays. */
export async function mainTagNames(sql: Db, names: string[]): Promise<string[]> {
	if (names.length === 0) return [];
	const rows = await sql<{ asked: string; name: string }[]>`
		select y.name as asked, g.name from tags y join tags g on g.id = y.main_tag_id where y.name = any(${names})`;
	return [...new Set(names.map((name) => rows.find((row) => row.asked === name)?.name ?? name))];
}

export async function insertTags(tx: Tx, names: string[]): Promise<void> {
	await tx`insert into tags (name) select unnest(${names}::text[]) on conflict (name) do nothing`;
}

/** Counts each tag's listed threads in public spaces anew; writes only what changed. What was noted of them counts no more. */
export async function recountTags(sql: Db): Promise<void> {
	await sql`
		with counted as (delete from tag_recounts)
		insert into tag_stats (tag_id, threads)
		select g.id, count(t.id)
		from tags g
		left join thread_tags tt on tt.tag_id = g.id
		left join threads t on t.id = tt.thread_id and t.state = 'published' and t.listed
			and t.space_id in (select id from spaces where kind = 'public')
		group by g.id
		on conflict (tag_id) do update set threads = excluded.threads where tag_stats.threads is distinct from excluded.threads`;
}

/** How many listed threads in public spaces the tag `g` has, counted now. */
export function publicThreads(sql: Db) {
	return sql`(
		select count(*) from thread_tags tt join threads t on t.id = tt.thread_id
		where tt.tag_id = g.id and t.state = 'published' and t.listed and t.space_id in (select id from spaces where kind = 'public'))`;
}

/** Adds what triggers noted in `tag_recounts` since the last time; counts anew where they could not say by how much. */
export async function recountChangedTags(sql: Db): Promise<void> {
	await sql`
		with noted as (delete from tag_recounts returning tag_id, delta),
		moved as (select tag_id, bool_or(delta is null) as anew, sum(delta)::int as delta from noted group by tag_id)
		insert into tag_stats (tag_id, threads)
		select g.id, case when m.anew then ${publicThreads(sql)} else greatest(0, coalesce(s.threads, 0) + m.delta) end
		from moved m join tags g on g.id = m.tag_id left join tag_stats s on s.tag_id = g.id
		on conflict (tag_id) do update set threads = excluded.threads where tag_stats.threads is distinct from excluded.threads`;
}

/** The same for these tags. */
export async function recountTagsOf(sql: Db, tagIds: number[]): Promise<void> {
	await sql`
		with counted as (delete from tag_recounts where tag_id = any(${tagIds}::bigint[]))
		insert into tag_stats (tag_id, threads)
		select g.id, ${publicThreads(sql)} from tags g where g.id = any(${tagIds}::bigint[])
		on conflict (tag_id) do update set threads = excluded.threads where tag_stats.threads is distinct from excluded.threads`;
}
