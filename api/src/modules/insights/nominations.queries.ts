import { one, type Db } from '../../platform/db.ts';
import { inReadableSpace, visibleThread, type Visibility } from '../spaces/index.ts';
import { quotesWithPlace, type QuoteRow } from './reading.queries.ts';

/** Nominations that wait for staff, the oldest first. */
export async function listWaiting(
	sql: Db,
	visibility: Visibility,
	{ after, limit }: { after: number; limit: number },
): Promise<QuoteRow[]> {
	return await sql<QuoteRow[]>`
		${quotesWithPlace(sql)}
		where q.state = 'nominated' and q.id > ${after} and ${inReadableSpace(sql, visibility)}
		order by q.id limit ${limit}`;
}

/** A member's own nominations that they may still read, the newest first; those whose post is deleted are left out. */
export async function listOwn(
	sql: Db,
	visibility: Visibility,
	memberId: number,
	{ before, limit }: { before: number | undefined; limit: number },
): Promise<QuoteRow[]> {
	return await sql<QuoteRow[]>`
		${quotesWithPlace(sql)}
		where q.quoted_by = ${memberId} and (q.decided_at is not null or q.state = 'nominated')
			${before === undefined ? sql`` : sql`and q.id < ${before}`}
			and p.state = 'published' and ${visibleThread(sql, visibility)}
		order by q.id desc limit ${limit}`;
}

/** How many nominations wait: all that a staff member may read, or a member's own. */
export async function countWaiting(sql: Db, visibility: Visibility, memberId: number | null): Promise<number> {
	return one(
		await sql<{ count: number }[]>`
			select count(*) from quotes q join posts p on p.id = q.post_id join threads t on t.id = p.thread_id
			where q.state = 'nominated' and ${inReadableSpace(sql, visibility)}
				and ${memberId === null ? sql`true` : sql`q.quoted_by = ${memberId} and p.state = 'published' and t.state = 'published'`}`,
	).count;
}
