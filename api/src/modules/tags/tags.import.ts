import type { Db, Tx } from '../../platform/db.ts';

/** Finds or makes tags by name, and gives the ids of all of them. */
export async function importTags(tx: Tx, names: string[]): Promise<Map<string, number>> {
	const wanted = [...new Set(names)];
	if (wanted.length === 0) return new Map();
	await tx`insert into tags (name) select unnest(${wanted}::text[]) on conflict (name) do nothing`;
	const rows = await tx<{ id: number; name: string }[]>`
		select coalesce(main_tag_id, id) as id, name from tags where name = any(${wanted}::text[])`;
	return new Map(rows.map((row) => [row.name, row.id]));
}

/** Gives tags their descriptions where they have none yet. */
export async function describeTags(tx: Tx, descriptions: { tagId: number; text: string }[]): Promise<void> {
	if (descriptions.length === 0) return;
	await tx`
		update tags set description = r.text
		from jsonb_to_recordset(${tx.json(descriptions)}) as r ("tagId" bigint, text text)
		where tags.id = r."tagId" and tags.description = ''`;
}

/** Of these tags the ones that have a description. */
export async function findDescribed(sql: Db, tagIds: number[]): Promise<Set<number>> {
	const rows = await sql<{ id: number }[]>`
		select id from tags where id = any(${tagIds}::bigint[]) and description <> ''`;
	return new Set(rows.map((row) => row.id));
}
