import type { Db, Tx } from '../../platform/db.ts';

export type StalePost = { id: number; sourceText: string; source: string | null };

/** Posts rendered by an older renderer, in the order of their numbers; purged ones have no text to render. */
export async function listStalePosts(sql: Db, htmlVersion: number, after: number, limit: number): Promise<StalePost[]> {
	return await sql<StalePost[]>`
		select id, source_text, source from posts
		where html_version < ${htmlVersion} and id > ${after} and source_text <> ''
		order by id limit ${limit}`;
}

/** Puts a new rendering in place, unless the text was edited meanwhile. */
export async function putRendering(
	tx: Tx,
	post: StalePost,
	body: { html: string; text: string; htmlVersion: number },
): Promise<void> {
	await tx`
		update posts set html = ${body.html}, plain_text = ${body.text}, html_version = ${body.htmlVersion}
		where id = ${post.id} and source_text = ${post.sourceText}`;
}
