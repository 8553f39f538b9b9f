import { first, type Db } from '../../platform/db.ts';
import { withMerge } from './evidence.queries.ts';

export type QuoteRow = {
	id: number;
	insightId: number | null;
	kind: 'passage' | 'post' | 'thread' | 'outside';
	state: 'accepted' | 'nominated' | 'declined';
	words: string;
	authorId: number | null;
	authorName: string;
	companyName: string;
	importance: number;
	note: string;
	postId: number | null;
	threadId: number | null;
	/** As it stands now; null for a thread that is gone. */
	threadTitle: string | null;
	quotedTitle: string;
	space: string | null;
	sinceChanged: boolean;
	sinceDeleted: boolean;
	revision: number | null;
	supporters: number;
	outsideSource: string;
	outsideUrl: string;
	outsideCustomer: string;
	quotedById: number | null;
	saidAt: string | null;
	createdAt: string;
	answer: string;
	decidedAt: string | null;
};

/** Quotes with the place as it is now. `q` is the table, to be narrowed by what follows. */
export const quotesWithPlace = (sql: Db) => sql`
	select q.id, q.insight_id, q.kind, q.state, q.words, case when not coalesce(p.author_hidden, false) then q.author_id end as author_id,
		case when not coalesce(p.author_hidden, false) then q.author_name else '' end as author_name, q.company_name, q.importance, q.note,
		q.post_id, coalesce(p.thread_id, head.thread_id, q.thread_id) as thread_id, t.title as thread_title,
		q.thread_title as quoted_title, s.name as space,
		coalesce(p.state <> 'deleted' and p.version <> q.post_version
			and strpos(regexp_replace(p.plain_text, '\\s+', ' ', 'g'), regexp_replace(q.words, '\\s+', ' ', 'g')) = 0, false)
			as since_changed,
		case q.kind when 'outside' then false
			when 'thread' then coalesce(t.state = 'deleted' or coalesce(head.state = 'deleted', false), true)
			else coalesce(p.state = 'deleted' or t.state = 'deleted', true) end as since_deleted, coalesce(q.revision, q.post_version) as revision,
		case when q.kind = 'thread' then coalesce(coalesce(b.score, n.score) + n.me_too, 0) else 0 end as supporters,
		q.outside_source, q.outside_url, q.outside_customer, q.quoted_by as quoted_by_id, q.said_at, q.created_at, q.answer,
		q.decided_at
	from quotes q left join posts p on p.id = q.post_id ${withMerge(sql)}
	left join threads t on t.id = coalesce(p.thread_id, head.thread_id, q.thread_id)
	left join spaces s on s.id = coalesce(t.space_id, q.space_id)
	left join thread_stats n on n.thread_id = q.thread_id left join post_stats b on b.post_id = head.id`;

/** An insight's quotes, the most important first, then the newest. */
export async function listQuotes(
	sql: Db,
	insightId: number,
	{ after, limit }: { after?: { importance: number; id: number }; limit: number },
): Promise<QuoteRow[]> {
	return await sql<QuoteRow[]>`
		with page as materialized (
			select id from quotes q
			where q.insight_id = ${insightId} and q.state = 'accepted'
				${after ? sql`and (q.importance, q.id) < (${after.importance}, ${after.id})` : sql``}
			order by q.importance desc, q.id desc limit ${limit}
		)
		${quotesWithPlace(sql)}
		where q.id in (select id from page) order by q.importance desc, q.id desc`;
}

/** Quotes a day over the last 90 days, oldest first. */
export async function countPerDay(sql: Db, insightId: number): Promise<number[]> {
	const rows = await sql<{ count: number }[]>`
		with said as materialized (
			select coalesce(said_at, created_at)::date as day, count(*) as count from quotes
			where insight_id = ${insightId} and state = 'accepted' and coalesce(said_at, created_at) >= current_date - 89
			group by 1
		)
		select coalesce(s.count, 0) as count
		from generate_series(current_date - 89, current_date, interval '1 day') as d (day)
		left join said s on s.day = d.day::date order by d.day`;
	return rows.map((row) => row.count);
}

export async function listCompaniesOf(sql: Db, insightId: number) {
	return await sql<{ id: number; name: string; quotes: number }[]>`
		select c.id, c.name, count(*) as quotes from quotes q join companies c on c.id = q.company_id
		where q.insight_id = ${insightId} and q.state = 'accepted'
		group by c.id, c.name order by count(*) desc, c.name limit 50`;
}

/** Threads in which an insight's quotes stand. */
export async function listThreadsOf(sql: Db, insightId: number) {
	return await sql<{ id: number; title: string; kind: string; quotes: number }[]>`
		with places as materialized (
			select coalesce((select p.thread_id from posts p where p.id = q.post_id), head.thread_id, q.thread_id) as thread_id
			from quotes q ${withMerge(sql)} where q.insight_id = ${insightId} and q.state = 'accepted'
		),
		counted as materialized (
			select thread_id, count(*) as quotes from places group by 1 order by 2 desc, 1 limit 100
		)
		select t.id, t.title, t.kind, c.quotes from counted c join threads t on t.id = c.thread_id
		where t.state = 'published' order by c.quotes desc, t.id limit 50`;
}

export type NoteRow = {
	id: number;
	insightId: number;
	authorId: number;
	html: string;
	sourceText: string;
	createdAt: string;
	editedAt: string | null;
};

export async function listNotes(sql: Db, insightId: number): Promise<NoteRow[]> {
	return await sql<NoteRow[]>`
		select id, insight_id, author_id, html, source_text, created_at, edited_at
		from insight_notes where insight_id = ${insightId} and deleted_at is null order by id limit 500`;
}

export async function findNote(sql: Db, id: number): Promise<NoteRow | undefined> {
	return first(
		await sql<NoteRow[]>`
			select id, insight_id, author_id, html, source_text, created_at, edited_at
			from insight_notes where id = ${id} and deleted_at is null`,
	);
}

/** Others on the board that look like the same thing, best first. */
export async function listSuggestions(sql: Db, insightId: number) {
	return await sql<{ id: number; title: string; score: number; shared: string[] }[]>`
		select o.id, o.title, s.score, s.shared
		from insight_suggestions s
		join insights o on o.id = case when s.insight_id = ${insightId} then s.other_id else s.insight_id end
		where (s.insight_id = ${insightId} or s.other_id = ${insightId}) and s.dismissed_at is null
			and o.merged_into is null and o.deleted_at is null
		order by s.score desc, o.id limit 5`;
}

/** The last merge into, or split from, an insight that stands. */
export async function findLastMove(sql: Db, insightId: number) {
	return first(
		await sql<{ id: number; kind: 'merge' | 'split'; title: string; at: string }[]>`
			select m.id, m.kind, o.title, m.at
			from insight_moves m
			join insights o on o.id = case when m.kind = 'merge' then m.from_id else m.into_id end
			where (case when m.kind = 'merge' then m.into_id else m.from_id end) = ${insightId} and m.undone_at is null
			order by m.id desc limit 1`,
	);
}

export async function listDeeds(sql: Db, insightId: number, after: number | undefined, limit: number) {
	return await sql<
		{ id: number; actorId: number | null; what: string; details: Record<string, string | number>; at: string }[]
	>`
		select id, actor_id, what, details, at from insight_deeds
		where insight_id = ${insightId} ${after === undefined ? sql`` : sql`and id < ${after}`}
		order by id desc limit ${limit}`;
}

/** Quotes of an area that speak for themselves when read aloud: short, important, new; one of each insight. */
export async function listAloud(sql: Db, areaId: number, limit: number): Promise<QuoteRow[]> {
	return await sql<QuoteRow[]>`
		${quotesWithPlace(sql)}
		where q.id in (
			select distinct on (i.id) b.id
			from (
				select id from insights
				where area_id = ${areaId} and merged_into is null and deleted_at is null order by weight desc, id desc limit 60
			) i
			join lateral (
				select id, importance from quotes
				where insight_id = i.id and state = 'accepted' and length(words) between 20 and 320
				order by importance desc, id desc limit 1
			) b on true
		)
		order by q.importance desc, q.id desc limit ${limit}`;
}
