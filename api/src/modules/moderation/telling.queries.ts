import { first, type Db } from '../../platform/db.ts';

/** A decided post as notices tell of it, as it stands now. */
export type ToldPost = {
	postId: number;
	kind: 'opening' | 'answer' | 'comment';
	shown: boolean;
	threadId: number;
	threadShown: boolean;
	title: string;
	authorId: number | null;
	beginning: string;
	spaceId: number;
	companyId: number | null;
};

const toldPosts = (sql: Db) => sql`
	select p.id as post_id, p.kind, p.state = 'published' and t.state = 'published' as shown, t.id as thread_id,
		t.state = 'published' as thread_shown, t.title, p.author_id, left(p.plain_text, 400) as beginning,
		t.space_id, t.company_id
	from posts p join threads t on t.id = p.thread_id`;

export async function findToldPost(sql: Db, postId: number): Promise<ToldPost | undefined> {
	return first(await sql<ToldPost[]>`${toldPosts(sql)} where p.id = ${postId}`);
}

/** Of these posts those that are in a thread: the first of each author that is no comment. */
export async function listFirstAnswers(sql: Db, threadId: number, postIds: number[]): Promise<ToldPost[]> {
	return await sql<ToldPost[]>`
		${toldPosts(sql)} where p.id in (
			select min(id) from posts
			where id = any(${postIds}::bigint[]) and thread_id = ${threadId} and kind <> 'comment' group by author_id
		)`;
}

export async function findThreadTitle(sql: Db, threadId: number): Promise<string | undefined> {
	return first(await sql<{ title: string }[]>`select title from threads where id = ${threadId}`)?.title;
}

export type Listener = { id: number; language: string };

/** Members as notices address them; former members are missing. */
export async function listListeners(sql: Db, ids: number[]): Promise<Listener[]> {
	return await sql<Listener[]>`
		select id, language from members where id = any(${ids}::bigint[]) and state <> 'deleted'`;
}

export type Sanctioned = Listener & { name: string; timeZone: string; mail: string | null };

/** A member with the address that is theirs, also while they are suspended. */
export async function findSanctioned(sql: Db, memberId: number): Promise<Sanctioned | undefined> {
	return first(
		await sql<Sanctioned[]>`
			select id, language, display_name as name, time_zone, case when mail_verified_at is not null then mail end as mail
			from members where id = ${memberId} and state <> 'deleted'`,
	);
}
