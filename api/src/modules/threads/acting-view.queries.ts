import type { Db } from '../../platform/db.ts';
import type { State } from './facts.ts';

export type SplittableAnswer = {
	id: number;
	authorId: number | null;
	authorName: string | null;
	authorHidden: boolean;
	beginning: string;
	createdAt: string;
	comments: number;
};

/** The answers of a thread that could be split off, oldest first, 200 at most. */
export async function listAnswers(sql: Db, threadId: number): Promise<SplittableAnswer[]> {
	return await sql<SplittableAnswer[]>`
		select p.id, p.author_id, p.author_name, p.author_hidden, left(p.plain_text, 400) as beginning, p.created_at, ps.comments
		from posts p join post_stats ps on ps.post_id = p.id
		where p.thread_id = ${threadId} and p.kind = 'answer' and p.state = 'published'
		order by p.created_at, p.id limit 200`;
}

export async function listTagNames(sql: Db, threadId: number): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`
		select g.name from thread_tags tt join tags g on g.id = tt.tag_id where tt.thread_id = ${threadId} order by g.name`;
	return rows.map((row) => row.name);
}

/** A post as a queue shows it, whatever its state: for those who moderate its space only. */
export type PostForModeration = {
	id: number;
	kind: 'opening' | 'answer' | 'comment';
	parentId: number | null;
	state: State;
	version: number;
	createdAt: string;
	threadId: number;
	threadTitle: string;
	threadState: State;
	spaceId: number;
	companyId: number | null;
	authorId: number | null;
	authorName: string | null;
	authorHidden: boolean;
	/** The first 400 characters of its text; empty once it is purged. */
	excerpt: string;
};

/**
 * These posts with their place, author, state and how their text begins, in no order. No rights are asked: whoever calls shows them
 * to moderators of `spaceId` alone.
 */
export async function postFactsForModeration(sql: Db, postIds: number[]): Promise<PostForModeration[]> {
	if (postIds.length === 0) return [];
	return await sql<PostForModeration[]>`
		select p.id, p.kind, p.parent_id, p.state, p.version, p.created_at, t.id as thread_id, t.title as thread_title,
			t.state as thread_state, t.space_id, t.company_id, p.author_id, p.author_name, p.author_hidden,
			left(p.plain_text, 400) as excerpt
		from posts p join threads t on t.id = p.thread_id
		where p.id = any(${postIds}::bigint[])`;
}
