import { listedThread, type Visibility } from '../spaces/index.ts';
import { microsecondsOf, momentOf } from '../../platform/cursor.ts';
import { first, type Db } from '../../platform/db.ts';

/** A member's own words and dates; when they were last here is for those to know to whom they show their presence. */
export async function findMemberFacts(sql: Db, handle: string, readerId: number | null) {
	return first(
		await sql<{ id: number; bio: string; lastSeenAt: string | null; joinedAt: string; reputation: number }[]>`
			select id, bio, created_at as joined_at, reputation,
				case when shows_presence or id = ${readerId} then last_seen_at end as last_seen_at
			from members where handle = ${handle.toLowerCase()} and state <> 'deleted'`,
	);
}

export type AnswerRow = {
	postId: number;
	threadId: number;
	threadTitle: string;
	excerpt: string;
	score: number;
	accepted: boolean;
	createdAt: string;
	/** Its moment as a cursor holds it. */
	writtenAt: number;
};

/** A member's answers in threads that the reader may see, newest first. */
export async function listAnswersOf(
	sql: Db,
	visibility: Visibility,
	{ memberId, before, limit }: { memberId: number; before?: [writtenAt: number, id: number]; limit: number },
): Promise<AnswerRow[]> {
	const earlier = before ? sql`(p.created_at, p.id) < (${momentOf(sql, before[0])}, ${before[1]})` : sql`true`;
	return await sql<AnswerRow[]>`
		select p.id as post_id, t.id as thread_id, t.title as thread_title, left(p.plain_text, 1000) as excerpt,
			coalesce(ps.score, 0) as score, p.accepted_at is not null as accepted, p.created_at,
			${microsecondsOf(sql, sql`p.created_at`)} as written_at
		from posts p join threads t on t.id = p.thread_id left join post_stats ps on ps.post_id = p.id
		where p.author_id = ${memberId} and p.kind = 'answer' and p.state = 'published' and not p.author_hidden
			and ${listedThread(sql, visibility)} and ${earlier}
		order by p.created_at desc, p.id desc limit ${limit}`;
}

/** The tags in which a member answered most of late, in the last 2,000 answers, among threads that the reader may see. */
export async function listTopTagsOf(sql: Db, visibility: Visibility, memberId: number) {
	return await sql<{ name: string; answers: number }[]>`
		select g.name, count(*)::int as answers
		from (
			select t.id from posts p join threads t on t.id = p.thread_id
			where p.author_id = ${memberId} and p.kind = 'answer' and p.state = 'published' and not p.author_hidden
				and ${listedThread(sql, visibility)}
			order by p.created_at desc, p.id desc limit 2000
		) t join thread_tags tt on tt.thread_id = t.id join tags g on g.id = tt.tag_id
		group by g.name order by answers desc, g.name limit 8`;
}

/** What a member answered: in public spaces as last counted, and in those further ones that the reader may see. */
export async function countAnswersOf(sql: Db, visibility: Visibility, memberId: number) {
	const { openSpaceIds, publicSpaceIds, ownCompanySpaceIds } = visibility;
	const further = openSpaceIds.filter((id) => !publicSpaceIds.includes(id));
	const [[known], [more]] = await Promise.all([
		sql<Counts[]>`select answers, accepted from member_stats where member_id = ${memberId}`,
		further.length + ownCompanySpaceIds.length === 0
			? []
			: sql<Counts[]>`
				select count(*)::int as answers, count(*) filter (where p.accepted_at is not null)::int as accepted
				from posts p join threads t on t.id = p.thread_id
				where p.author_id = ${memberId} and p.kind = 'answer' and p.state = 'published' and not p.author_hidden
					and ${listedThread(sql, { ...visibility, openSpaceIds: further })}`,
	]);
	return {
		answers: (known?.answers ?? 0) + (more?.answers ?? 0),
		accepted: (known?.accepted ?? 0) + (more?.accepted ?? 0),
	};
}

type Counts = { answers: number; accepted: number };

export async function listBadgesOf(sql: Db, memberId: number) {
	return await sql<{ name: string; count: number }[]>`
		select b.name, count(*)::int as count from member_badges mb join badges b on b.id = mb.badge_id
		where mb.member_id = ${memberId} group by b.name order by max(mb.awarded_at) desc limit 24`;
}
