import { one, type Db } from '../../platform/db.ts';
import type { EntryKind, SearchEntry } from '../../platform/search.ts';
import { shownMember } from '../accounts/index.ts';
import { listedTag } from '../tags/index.ts';

/** Characters of an outside document that are searched. */
const longestText = 200_000;

/** Per kind its rows with what the indexes hold; only what everyone may see. Mail addresses are never among it. */
function entriesOf(sql: Db, kind: EntryKind) {
	if (kind === 'member')
		return sql`
			select m.id, m.display_name as title, m.handle as text, '' as language, search_weight(m.reputation) as weight,
				hashtext(concat_ws(E'\n', m.handle, m.display_name, search_weight(m.reputation))) as version
			from members m where ${shownMember(sql)}`;
	if (kind === 'tag')
		return sql`
			select g.id, g.name as title, '' as text, '' as language, search_weight(coalesce(s.threads, 0)) as weight,
				hashtext(concat_ws(E'\n', g.name, search_weight(coalesce(s.threads, 0)))) as version
			from tags g left join tag_stats s on s.tag_id = g.id where ${listedTag(sql)}`;
	return sql`
		select d.id, d.title, left(d.body, ${longestText}) as text, d.language, 0 as weight, d.version from documents d`;
}

/** Entries as the indexes hold them; those that are not to be found (any more) are missing. */
export async function loadEntries(sql: Db, kind: EntryKind, ids: number[]): Promise<SearchEntry[]> {
	if (ids.length === 0) return [];
	return await sql<SearchEntry[]>`
		select * from (${entriesOf(sql, kind)}) e where id = any(${ids}::bigint[])`;
}

/** Ids and versions of the next entries of a kind, by number; for going over all of them. */
export async function listEntries(
	sql: Db,
	kind: EntryKind,
	afterId: number,
	limit: number,
): Promise<{ id: number; version: number }[]> {
	return await sql<{ id: number; version: number }[]>`
		select id, version from (${entriesOf(sql, kind)}) e where id > ${afterId} order by id limit ${limit}`;
}

/** Of these entries of a kind those that are to be found. */
export async function findEntryVersions(
	sql: Db,
	kind: EntryKind,
	ids: number[],
): Promise<{ id: number; version: number }[]> {
	return await sql<{ id: number; version: number }[]>`
		select id, version from (${entriesOf(sql, kind)}) e where id = any(${ids}::bigint[])`;
}

/** How many of each kind are to be found. */
export async function countEntries(sql: Db): Promise<Record<EntryKind, number>> {
	return one(
		await sql<Record<EntryKind, number>[]>`
			select (select count(*) from members m where ${shownMember(sql)}) as member,
				(select count(*) from tags g left join tag_stats s on s.tag_id = g.id where ${listedTag(sql)}) as tag,
				(select count(*) from documents) as document`,
	);
}

/** Takes out of PostgreSQL's index what is not to be found any more. */
export async function dropUnlisted(sql: Db, kind: EntryKind): Promise<void> {
	await sql`
		delete from search_entries x where x.kind = ${kind}
			and not exists (select from (${entriesOf(sql, kind)}) e where e.id = x.id)`;
}
