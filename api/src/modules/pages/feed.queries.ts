import { first, type Db } from '../../platform/db.ts';

export type FeedRow = {
	id: number;
	threadId: number;
	title: string;
	html: string;
	author: string | null;
	createdAt: string;
	updatedAt: string;
	tags: string[];
};

/** Who wrote a post, by `posts p` and their member `m`: nobody where the name was taken off or the member is gone. */
function authorName(sql: Db) {
	return sql`case when not p.author_hidden then case when p.author_id is null then p.author_name else m.display_name end end`;
}

/** The 30 newest threads of public spaces, of one space or tag when given, with their opening texts. */
export async function listNewThreads(
	sql: Db,
	publicSpaceIds: number[],
	{ spaceId, tagId }: { spaceId?: number; tagId?: number },
): Promise<FeedRow[]> {
	const spaceIds = spaceId === undefined ? publicSpaceIds : publicSpaceIds.filter((id) => id === spaceId);
	const order = tagId === undefined ? sql`t.created_at desc, t.id desc` : sql`tt.created_at desc, tt.thread_id desc`;
	return await sql<FeedRow[]>`
		select p.id, t.id as thread_id, t.title, p.html, ${authorName(sql)} as author,
			t.created_at, greatest(t.created_at, coalesce(p.edited_at, t.created_at)) as updated_at,
			array(select g.name from thread_tags x join tags g on g.id = x.tag_id where x.thread_id = t.id order by g.name) as tags
		from threads t join posts p on p.thread_id = t.id and p.kind = 'opening'
		left join members m on m.id = p.author_id and m.state <> 'deleted'
		${tagId === undefined ? sql`` : sql`join thread_tags tt on tt.thread_id = t.id and tt.tag_id = ${tagId}`}
		where t.state = 'published' and t.listed and p.state = 'published' and t.space_id = any(${spaceIds}::bigint[])
		order by ${order} limit 30`;
}

/** The 30 newest posts of a public thread. */
export async function listNewPosts(sql: Db, publicSpaceIds: number[], threadId: number): Promise<FeedRow[]> {
	return await sql<FeedRow[]>`
		select p.id, t.id as thread_id, t.title, p.html, ${authorName(sql)} as author,
			p.created_at, coalesce(p.edited_at, p.created_at) as updated_at, '{}'::text[] as tags
		from threads t join posts p on p.thread_id = t.id
		left join members m on m.id = p.author_id and m.state <> 'deleted'
		where t.id = ${threadId} and t.state = 'published' and t.listed and p.state = 'published'
			and t.space_id = any(${publicSpaceIds}::bigint[])
			and not exists (select from posts above where above.id = p.parent_id and above.state in ('held', 'pending'))
		order by p.created_at desc, p.id desc limit 30`;
}

export async function findPublicThread(sql: Db, publicSpaceIds: number[], threadId: number) {
	return first(
		await sql<{ id: number; title: string; activeAt: string }[]>`
			select id, title, active_at from threads
			where id = ${threadId} and state = 'published' and listed and space_id = any(${publicSpaceIds}::bigint[])`,
	);
}
