import type { Db } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';

/** What a line of the log is about, as far as the reader may know: `title` and where it is. */
export type SubjectRow = {
	kind: string;
	id: number;
	title: string;
	threadId: number | null;
	postId: number | null;
	handle: string | null;
	slug: string | null;
};

type Ids = Record<'thread' | 'post' | 'member' | 'space' | 'tag' | 'company' | 'group', number[]>;

/**
 * Titles and names in one statement: threads and posts as far as the reader may open them, spaces that they may read; companies and
 * groups for `whole` readers of the log alone.
 */
export async function listSubjects(
	sql: Db,
	visibility: Visibility,
	ids: Ids,
	{ whole }: { whole: boolean },
): Promise<SubjectRow[]> {
	const spaceIds = visibility.spaces.map((space) => space.id).filter((id) => ids.space.includes(id));
	const [companyIds, groupIds] = whole ? [ids.company, ids.group] : [[], []];
	return await sql<SubjectRow[]>`
		select 'thread' as kind, t.id, t.title, t.id as thread_id, null::bigint as post_id, null as handle, null as slug
			from threads t where t.id = any(${ids.thread}::bigint[]) and ${visibleThread(sql, visibility)}
		union all
		select 'post', p.id, t.title, t.id, case when p.kind <> 'opening' then p.id end, null, null
			from posts p join threads t on t.id = p.thread_id
			where p.id = any(${ids.post}::bigint[]) and ${visibleThread(sql, visibility)}
		union all
		select 'member', id, display_name, null, null, handle, null from members
			where id = any(${ids.member}::bigint[]) and state <> 'deleted'
		union all
		select 'space', id, name, null, null, null, slug from spaces where id = any(${spaceIds}::bigint[])
		union all
		select 'tag', id, name, null, null, null, name from tags where id = any(${ids.tag}::bigint[])
		union all
		select 'company', id, name, null, null, null, null from companies where id = any(${companyIds}::bigint[])
		union all
		select 'group', id, name, null, null, null, null from groups where id = any(${groupIds}::bigint[])`;
}
