import { first, one, type Db, type Tx } from '../../platform/db.ts';
import type { RenderedBody } from '../../platform/richtext/index.ts';
import type { PostText } from './facts.queries.ts';

export type RevisionRow = PostText & {
	number: number;
	editorId: number | null;
	editorName: string | null;
	reason: string;
	rollbackOf: number | null;
	createdAt: string;
};

/** Keeps the text as first written, when this is the first edit: only edited posts have revisions, the original the first. */
export async function keepOriginal(tx: Tx, postId: number, text: PostText): Promise<void> {
	await tx`
		insert into revisions (post_id, number, editor_id, editor_name, title, tags, source_text, created_at)
		select id, 1, author_id, author_name, ${text.title}, ${text.tags}::text[], source_text, created_at
		from posts where id = ${postId} and not exists (select from revisions where post_id = ${postId})`;
}

export type NewRevision = { editorId: number; text: PostText; reason: string; rollbackOf: number | null };

/** Adds the text as it stands from now on and returns its number. */
export async function addRevision(
	tx: Tx,
	postId: number,
	{ editorId, text, reason, rollbackOf }: NewRevision,
): Promise<number> {
	const { number } = one(
		await tx<{ number: number }[]>`
			insert into revisions (post_id, number, editor_id, title, tags, source_text, reason, rollback_of)
			select ${postId}, max(number) + 1, ${editorId}, ${text.title}, ${text.tags}::text[], ${text.sourceText}, ${reason}, ${rollbackOf}
			from revisions where post_id = ${postId}
			returning number`,
	);
	return number;
}

/** Revisions below `before`, newest first. */
export async function listRevisionRows(
	sql: Db,
	postId: number,
	before: number | null,
	limit: number,
): Promise<RevisionRow[]> {
	return await sql<RevisionRow[]>`
		select number, editor_id, editor_name, title, tags, source_text, reason, rollback_of, created_at
		from revisions where post_id = ${postId} and number < ${before ?? 2_147_483_647}
		order by number desc limit ${limit}`;
}

/** A post that nobody edited, as its only revision. */
export async function findOriginal(
	sql: Db,
	postId: number,
): Promise<Pick<RevisionRow, 'editorId' | 'editorName' | 'createdAt'>> {
	return one(
		await sql<RevisionRow[]>`
			select author_id as editor_id, author_name as editor_name, created_at from posts where id = ${postId}`,
	);
}

export async function findRevision(sql: Db, postId: number, number: number): Promise<PostText | undefined> {
	return first(
		await sql<
			PostText[]
		>`select source_text, title, tags from revisions where post_id = ${postId} and number = ${number}`,
	);
}

/** The number of the newest revision; 1 for a post that nobody edited. */
export async function findLastNumber(sql: Db, postId: number): Promise<number> {
	const { number } = one(
		await sql<{ number: number }[]>`select coalesce(max(number), 1) as number from revisions where post_id = ${postId}`,
	);
	return number;
}

/** Who changed the text last: its author when nobody did. */
export async function findLastEditor(
	sql: Db,
	postId: number,
): Promise<{ editorId: number | null; editorName: string | null }> {
	return one(
		await sql<{ editorId: number | null; editorName: string | null }[]>`
			select coalesce(r.editor_id, case when r.number is null then p.author_id end) as editor_id,
				coalesce(r.editor_name, p.author_name) as editor_name
			from posts p
			left join lateral (select * from revisions where post_id = p.id order by number desc limit 1) r on true
			where p.id = ${postId}`,
	);
}

/** Writes the new text; returns the post's new version. */
export async function putBody(tx: Tx, postId: number, sourceText: string, body: RenderedBody): Promise<number> {
	const { version } = one(
		await tx<{ version: number }[]>`
			update posts set source_text = ${sourceText}, html = ${body.html}, plain_text = ${body.text},
				html_version = ${body.htmlVersion}, version = version + 1, edited_at = now()
			where id = ${postId} returning version`,
	);
	return version;
}

export async function putTitle(tx: Tx, threadId: number, title: string): Promise<void> {
	await tx`update threads set title = ${title} where id = ${threadId}`;
}
