import type { Tx } from '../../platform/db.ts';

/** Finds or makes tags by name; the ids of all of them, and the names that are new. */
export async function importTags(tx: Tx, names: string[]): Promise<{ ids: Map<string, number>; made: string[] }> {
	const wanted = [...new Set(names)];
	if (wanted.length === 0) return { ids: new Map(), made: [] };
	const made = await tx<{ name: string }[]>`
		insert into tags (name) select unnest(${wanted}::text[]) on conflict (name) do nothing returning name`;
	const rows = await tx<{ id: number; name: string }[]>`select id, name from tags where name = any(${wanted}::text[])`;
	return { ids: new Map(rows.map((row) => [row.name, row.id])), made: made.map((row) => row.name) };
}

/** Gives tags their descriptions where they have none yet. Returns how many got one. */
export async function describeTags(tx: Tx, descriptions: { tagId: number; text: string }[]): Promise<number> {
	if (descriptions.length === 0) return 0;
	const written = await tx`
		update tags set description = r.text
		from jsonb_to_recordset(${tx.json(descriptions)}) as r ("tagId" bigint, text text)
		where tags.id = r."tagId" and tags.description = ''`;
	return written.count;
}

/** Recounts the public threads of every tag that these threads' source brought. */
export async function recountTags(tx: Tx, source: string): Promise<void> {
	await tx`
		insert into tag_stats (tag_id, threads)
		select tt.tag_id, count(*) filter (where t.state = 'published' and t.listed and s.kind = 'public')
		from thread_tags tt
		join threads t on t.id = tt.thread_id
		join spaces s on s.id = t.space_id
		where tt.tag_id in (
			select used.tag_id from thread_tags used join threads brought on brought.id = used.thread_id
			where brought.source = ${source})
		group by tt.tag_id
		on conflict (tag_id) do update set threads = excluded.threads`;
}
