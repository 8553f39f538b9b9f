import type { Db } from '../../platform/db.ts';
import { inReadableSpace, type Visibility } from '../spaces/index.ts';

export type BackedIdea = { id: number; title: string; score: number; readable: boolean };

/**
 * Ideas that a member backs and that nobody has decided yet, as `countOpenIdeaVotes` counts them, the newest vote first; `readable`:
 * may be shown to the member.
 */
export async function listBackedIdeas(sql: Db, visibility: Visibility, memberId: number): Promise<BackedIdea[]> {
	return await sql<BackedIdea[]>`
		select t.id, t.title, s.score, ${inReadableSpace(sql, visibility)} as readable
		from votes v join posts p on p.id = v.post_id join threads t on t.id = p.thread_id join thread_stats s on s.thread_id = t.id
		where v.member_id = ${memberId} and p.kind = 'opening' and t.kind = 'idea'
			and t.state = 'published' and t.closed_at is null and t.decided_at is null
		order by v.cast_at desc, v.post_id desc`;
}
