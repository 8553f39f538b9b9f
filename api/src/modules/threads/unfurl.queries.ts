import { first, type Db } from '../../platform/db.ts';
import { inReadableSpace, type Visibility } from '../spaces/index.ts';

export type Unfurl = { url: string; title: string | null; description: string; fetchedAt: string };

/** What is known of these pages, also that nothing could be read. */
export async function listUnfurls(sql: Db, urls: string[]): Promise<Unfurl[]> {
	if (urls.length === 0) return [];
	return await sql<Unfurl[]>`
		select url, title, description, fetched_at from unfurls where url = any(${urls}::text[])`;
}

export async function putUnfurl(sql: Db, unfurl: Omit<Unfurl, 'fetchedAt'>, at: Date): Promise<void> {
	await sql`
		insert into unfurls (url, title, description, fetched_at)
		values (${unfurl.url}, ${unfurl.title}, ${unfurl.description}, ${at})
		on conflict (url) do update
			-- A page that does not answer today keeps what it said before.
			set title = coalesce(excluded.title, unfurls.title),
				description = case when excluded.title is null then unfurls.description else excluded.description end,
				fetched_at = excluded.fetched_at`;
}

export type ShownBody = { postId: number; threadId: number; html: string };

/** A post that readers see, as it is rendered now. */
export async function findShownBody(sql: Db, postId: number): Promise<ShownBody | undefined> {
	return first(
		await sql<ShownBody[]>`
			select p.id as post_id, p.thread_id, p.html from posts p join threads t on t.id = p.thread_id
			where p.id = ${postId} and p.state = 'published' and t.state = 'published'`,
	);
}

/** Replaces a rendering, unless it is another one by now; the text and its version stay. True when it was replaced. */
export async function replaceRendering(sql: Db, { postId, html }: ShownBody, by: string): Promise<boolean> {
	const rows = await sql`update posts set html = ${by} where id = ${postId} and html = ${html} returning 1`;
	return rows.length > 0;
}

export type LinkedTitle = { id: number; title: string; solved: boolean };

/** Titles of these threads, as far as the reader may read them. */
export async function listTitles(sql: Db, visibility: Visibility, ids: number[]): Promise<LinkedTitle[]> {
	return await sql<LinkedTitle[]>`
		select t.id, t.title, t.solved_at is not null as solved from threads t
		where t.id = any(${ids}::bigint[]) and t.state = 'published' and ${inReadableSpace(sql, visibility)}`;
}
