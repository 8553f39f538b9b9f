import { first, type Db } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';

/** Of these threads the ones that the reader may see. */
export async function listReadable(sql: Db, visibility: Visibility, threadIds: number[]): Promise<Set<number>> {
	const rows = await sql<{ id: number }[]>`
		select t.id from threads t where t.id = any(${threadIds}::bigint[]) and ${visibleThread(sql, visibility)}`;
	return new Set(rows.map((row) => row.id));
}

/** True when the thread is there for all who may read its space. */
export async function isPublished(sql: Db, threadId: number): Promise<boolean> {
	return (await sql`select from threads where id = ${threadId} and state = 'published'`).length > 0;
}

export type Numbers = {
	threadId: number;
	version: number;
	meToo: number;
	solved: boolean;
	posts: { id: number; score: number; accepted: boolean }[];
};

/** Public numbers of threads as they stand; of long ones the opening text, accepted answers and the newest, 200 posts at most. */
export async function listNumbers(sql: Db, threadIds: number[]): Promise<Numbers[]> {
	return await sql<Numbers[]>`
		select t.id as thread_id, t.version, ts.me_too, (ts.accepted > 0 or t.solved_otherwise is not null) as solved,
			coalesce((
				select jsonb_agg(jsonb_build_object('id', p.id, 'score', p.score, 'accepted', p.accepted))
				from (
					select p.id, coalesce(ps.score, 0) as score, p.accepted_at is not null as accepted
					from posts p left join post_stats ps on ps.post_id = p.id
					where p.thread_id = t.id and p.kind <> 'comment' and p.state = 'published'
					order by p.kind <> 'opening', p.accepted_at is null, p.id desc limit 200
				) p
			), '[]') as posts
		from threads t join thread_stats ts on ts.thread_id = t.id
		where t.id = any(${threadIds}::bigint[])`;
}

/** The member as presence may name them, or undefined when they do not allow it. */
export async function findPresence(sql: Db, memberId: number) {
	return first(
		await sql<{ id: number; handle: string; name: string; pictureFileId: number | null }[]>`
			select id, handle, display_name as name, picture_file_id from members
			where id = ${memberId} and shows_presence`,
	);
}
