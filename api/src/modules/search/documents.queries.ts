import { staffRoles } from '@ikatan/contracts/common';
import { one, type Db } from '../../platform/db.ts';
import type { SearchDocument } from '../../platform/search.ts';

/** Characters of a thread's answers that are searched, and of one answer among them. */
const longestAnswers = 200_000;
const longestAnswer = 20_000;

/** A condition on `threads t` and its opening text `o`: whether the thread is searched at all. */
function searched(sql: Db) {
	return sql`t.state = 'published' and t.listed and o.state = 'published'`;
}

/** Threads as the indexes hold them; those that are not to be found (any more) are missing. Hidden names are left out. */
export async function loadDocuments(sql: Db, ids: number[]): Promise<SearchDocument[]> {
	if (ids.length === 0) return [];
	return await sql<SearchDocument[]>`
		select t.id, t.version, t.space_id, t.company_id, t.kind, t.title, t.language, t.created_at, t.active_at,
			t.solved_at is not null as solved, coalesce(s.score, 0) as score, o.plain_text as opening,
			case when not o.author_hidden then t.author_id end as author_id,
			coalesce(left(a.text, ${longestAnswers}), '') as answers, coalesce(a.answerer_ids, '{}') as answerer_ids,
			a.text is not null as answered, coalesce(a.by_staff, false) as staff_answer,
			array(select g.name from thread_tags tt join tags g on g.id = tt.tag_id where tt.thread_id = t.id order by g.name) as tags
		from threads t
		join posts o on o.thread_id = t.id and o.kind = 'opening'
		left join thread_stats s on s.thread_id = t.id
		left join lateral (
			select string_agg(left(p.plain_text, ${longestAnswer}), E'\n' order by p.accepted_at is null, ps.score desc nulls last, p.id) as text,
				array_agg(distinct p.author_id) filter (where p.author_id is not null and not p.author_hidden) as answerer_ids,
				bool_or(m.role = any(${[...staffRoles]}::text[]) and not p.author_hidden) as by_staff
			from posts p
			left join members m on m.id = p.author_id
			left join post_stats ps on ps.post_id = p.id
			where p.thread_id = t.id and p.kind = 'answer' and p.state = 'published'
		) a on true
		where t.id = any(${ids}::bigint[]) and ${searched(sql)}`;
}

/** What an index has to hold, in which version. */
export type Versioned = { id: number; version: number };

/** Ids and versions of the next threads that are to be found, by number; for going over all of them. */
export async function listSearched(sql: Db, afterId: number, limit: number): Promise<Versioned[]> {
	return await sql<Versioned[]>`
		select t.id, t.version from threads t join posts o on o.thread_id = t.id and o.kind = 'opening'
		where t.id > ${afterId} and ${searched(sql)}
		order by t.id limit ${limit}`;
}

/** Of these threads those that are to be found. */
export async function findVersions(sql: Db, ids: number[]): Promise<Versioned[]> {
	return await sql<Versioned[]>`
		select t.id, t.version from threads t join posts o on o.thread_id = t.id and o.kind = 'opening'
		where t.id = any(${ids}::bigint[]) and ${searched(sql)}`;
}

/** How many threads are to be found. */
export async function countSearched(sql: Db): Promise<number> {
	return one(
		await sql<{ count: number }[]>`
			select count(*) from threads t join posts o on o.thread_id = t.id and o.kind = 'opening' where ${searched(sql)}`,
	).count;
}

/** Takes out of PostgreSQL's index what is not to be found any more. */
export async function dropUnsearched(sql: Db): Promise<void> {
	await sql`
		delete from search_documents d where not exists (
			select from threads t join posts o on o.thread_id = t.id and o.kind = 'opening' where t.id = d.id and ${searched(sql)})`;
}

/** Has PostgreSQL count anew which stems are frequent; autovacuum does the same after enough changes. */
export async function countStems(sql: Db): Promise<void> {
	await sql`analyze search_documents`;
}
