import { staffRoles } from '@ikatan/contracts/common';
import type { Db } from '../../platform/db.ts';
import type { SearchFilters } from '../../platform/search.ts';
import { listedThread, type Visibility } from '../spaces/index.ts';

/**
 * The threads `t` among `ids` that the reader finds in lists as they stand now, with their opening text `o`: the index may lag behind
 * by a second. Whose they are is asked again, too: a name may have been hidden since.
 */
function foundThreads(sql: Db, visibility: Visibility, ids: number[], { authorId, writtenByIds = [] }: SearchFilters) {
	const wroteIn = writtenByIds.map(
		(id) => sql`and exists (
			select from posts p where p.thread_id = t.id and p.kind <> 'comment' and p.author_id = ${id}
				and p.state = 'published' and not p.author_hidden)`,
	);
	return sql`
		threads t join posts o on o.thread_id = t.id and o.kind = 'opening' and o.state = 'published'
		where t.id = any(${ids}::bigint[]) and ${listedThread(sql, visibility)}
			${authorId === undefined ? sql`` : sql`and t.author_id = ${authorId} and not o.author_hidden`}
			${wroteIn.reduce((all, one) => sql`${all} ${one}`, sql``)}`;
}

/** Which of these threads the reader finds, in no order. */
export async function listFound(
	sql: Db,
	visibility: Visibility,
	ids: number[],
	filters: SearchFilters,
): Promise<number[]> {
	if (ids.length === 0) return [];
	const rows = await sql<{ id: number }[]>`select t.id from ${foundThreads(sql, visibility, ids, filters)}`;
	return rows.map(({ id }) => id);
}

export type FoundTitle = { id: number; title: string; solved: boolean; answers: number; spaceId: number };

/** The same with as much of each as a list of suggestions shows. */
export async function listFoundTitles(
	sql: Db,
	visibility: Visibility,
	ids: number[],
	filters: SearchFilters,
): Promise<FoundTitle[]> {
	if (ids.length === 0) return [];
	return await sql<FoundTitle[]>`
		select t.id, t.title, t.solved_at is not null as solved, t.space_id,
			(select s.answers from thread_stats s where s.thread_id = t.id)
		from ${foundThreads(sql, visibility, ids, filters)}`;
}

export type FacetRow = {
	facet: 'space' | 'kind' | 'tag' | 'author' | 'solved' | 'staff';
	value: string;
	label: string;
	count: number;
};

/** How many of these threads fall to each space, kind, tag (the 12 most frequent), author (the 8), and so on; over what the reader finds. */
export async function countFacets(
	sql: Db,
	visibility: Visibility,
	ids: number[],
	filters: SearchFilters,
): Promise<FacetRow[]> {
	if (ids.length === 0) return [];
	return await sql<FacetRow[]>`
		with found as materialized (
			select t.id, t.kind, t.space_id, t.solved_at is not null as solved,
				case when not o.author_hidden then t.author_id end as author_id,
				exists (
					select from posts p join members m on m.id = p.author_id
					where p.thread_id = t.id and p.kind = 'answer' and p.state = 'published' and not p.author_hidden
						and m.role = any(${[...staffRoles]}::text[])) as by_staff
			from ${foundThreads(sql, visibility, ids, filters)}
		)
		(select 'space' as facet, s.slug as value, s.name as label, count(*) as count
			from found f join spaces s on s.id = f.space_id group by s.slug, s.name order by 4 desc, 2)
		union all
		(select 'kind', kind, kind, count(*) from found group by kind order by 4 desc, 2)
		union all
		(select 'tag', g.name, g.name, count(*)
			from found f join thread_tags tt on tt.thread_id = f.id join tags g on g.id = tt.tag_id
			group by g.name order by 4 desc, 2 limit 12)
		union all
		(select 'author', m.handle, m.display_name, count(*)
			from found f join members m on m.id = f.author_id and m.state <> 'deleted'
			group by m.handle, m.display_name order by 4 desc, 2 limit 8)
		union all
		(select 'solved', case when solved then 'yes' else 'no' end, '', count(*) from found group by solved order by 2 desc)
		union all
		(select 'staff', 'yes', '', count(*) from found where by_staff having count(*) > 0)`;
}

/** Characters of a post in which a snippet is looked for. */
const longestPassage = 20_000;

/** Of each thread the published text with the most of these words (the opening text when none has more); words in lower case. */
export async function listPassages(
	sql: Db,
	visibility: Visibility,
	ids: number[],
	words: string[],
): Promise<Map<number, string>> {
	if (ids.length === 0) return new Map();
	const rows = await sql<{ id: number; text: string }[]>`
		select t.id, best.text
		from threads t cross join lateral (
			select left(p.plain_text, ${longestPassage}) as text from posts p
			where p.thread_id = t.id and p.kind in ('opening', 'answer') and p.state = 'published'
			order by (select count(*) from unnest(${words}::text[]) word where position(word in lower(left(p.plain_text, ${longestPassage}))) > 0) desc,
				p.kind = 'opening' desc, p.created_at, p.id
			limit 1
		) best
		where t.id = any(${ids}::bigint[]) and ${listedThread(sql, visibility)}`;
	return new Map(rows.map(({ id, text }) => [id, text]));
}

/** Notes that a thread ended an ask; the same again counts once. */
export async function insertDeflection(
	sql: Db,
	deflection: { threadId: number; memberId: number | null; visitorHash: string | null; title: string },
): Promise<void> {
	const { threadId, memberId, visitorHash, title } = deflection;
	await sql`
		insert into deflections (thread_id, member_id, visitor_hash, title) values (${threadId}, ${memberId}, ${visitorHash}, ${title})
		on conflict do nothing`;
}
