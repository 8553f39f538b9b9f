import type { Db, Tx } from '../../platform/db.ts';

export type TagRow = { id: number; name: string; description: string; threads: number };

/** Tags by use, most used first, or those whose name begins with `prefix`; keyset by (threads, name). */
export async function listTagRows(
	sql: Db,
	{ prefix, after, limit }: { prefix?: string; after?: { threads: number; name: string }; limit: number },
): Promise<TagRow[]> {
	return await sql<TagRow[]>`
		select g.id, g.name, g.description, coalesce(s.threads, 0) as threads
		from tags g left join tag_stats s on s.tag_id = g.id
		where ${prefix ? sql`g.name like ${prefix.replace(/[\\%_]/g, '\\$&') + '%'}` : sql`true`}
			and ${after ? sql`(-coalesce(s.threads, 0), g.name) > (${-after.threads}, ${after.name})` : sql`true`}
			-- A tag used in private spaces only is nobody's to see here, unless staff described it for all.
			and (coalesce(s.threads, 0) > 0 or g.description <> '')
		order by -coalesce(s.threads, 0), g.name
		limit ${limit}`;
}

export async function findTag(sql: Db, name: string): Promise<TagRow | undefined> {
	const rows = await sql<TagRow[]>`
		select g.id, g.name, g.description, coalesce(s.threads, 0) as threads
		from tags g left join tag_stats s on s.tag_id = g.id where g.name = ${name.toLowerCase()}`;
	return rows[0];
}

export async function findTags(sql: Db, names: string[]): Promise<{ id: number; name: string }[]> {
	return await sql<{ id: number; name: string }[]>`select id, name from tags where name = any(${names})`;
}

export async function insertTags(tx: Tx, names: string[]): Promise<void> {
	await tx`insert into tags (name) select unnest(${names}::text[]) on conflict (name) do nothing`;
}

/** Counts each tag's listed threads in public spaces anew; writes only what changed. */
export async function recountTags(sql: Db): Promise<void> {
	await sql`
		insert into tag_stats (tag_id, threads)
		select g.id, count(t.id)
		from tags g
		left join thread_tags tt on tt.tag_id = g.id
		left join threads t on t.id = tt.thread_id and t.state = 'published' and t.listed
			and t.space_id in (select id from spaces where kind = 'public')
		group by g.id
		on conflict (tag_id) do update set threads = excluded.threads where tag_stats.threads is distinct from excluded.threads`;
}
