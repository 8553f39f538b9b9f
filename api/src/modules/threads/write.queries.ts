import type { ThreadKind } from '@ikatan/contracts/threads';
import { one, type Db, type Tx } from '../../platform/db.ts';
import type { RenderedBody } from '../../platform/richtext/index.ts';
import type { PostFacts, State } from './facts.ts';
import { postColumns } from './facts.queries.ts';

/** An answer to a field of the space's form, with the question as it was asked. */
export type FormValue = { name: string; label: string; value: string };

export type NewThread = {
	kind: ThreadKind;
	spaceId: number;
	companyId: number | null;
	title: string;
	authorId: number;
	language: string;
	state: State;
	formValues: FormValue[];
};

export async function insertThread(tx: Tx, thread: NewThread): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into threads (kind, space_id, company_id, title, author_id, language, state, form_values)
			values (${thread.kind}, ${thread.spaceId}, ${thread.companyId}, ${thread.title}, ${thread.authorId}, ${thread.language},
				${thread.state}, ${tx.json(thread.formValues)})
			returning id`,
	);
	await tx`insert into thread_stats (thread_id, space_id) values (${id}, ${thread.spaceId})`;
	return id;
}

export async function isCompany(tx: Tx, companyId: number): Promise<boolean> {
	return (await tx`select from companies where id = ${companyId} and merged_into is null`).length > 0;
}

export type NewPost = {
	threadId: number;
	kind: 'opening' | 'answer' | 'comment';
	parentId: number | null;
	authorId: number;
	sourceText: string;
	body: RenderedBody;
	state: State;
};

export async function insertPost(tx: Tx, post: NewPost): Promise<PostFacts> {
	return one(
		await tx<PostFacts[]>`
			with post as (
				insert into posts (thread_id, kind, parent_id, author_id, source_text, html, plain_text, html_version, state)
				values (${post.threadId}, ${post.kind}, ${post.parentId}, ${post.authorId}, ${post.sourceText}, ${post.body.html},
					${post.body.text}, ${post.body.htmlVersion}, ${post.state})
				returning *
			),
			stats as (insert into post_stats (post_id) select id from post)
			select ${postColumns(tx)} from post as posts`,
	);
}

/** Sets a thread's tags to exactly these. */
export async function putTags(tx: Tx, threadId: number, tagIds: number[]): Promise<void> {
	await tx`delete from thread_tags where thread_id = ${threadId} and tag_id <> all(${tagIds}::bigint[])`;
	await tx`
		insert into thread_tags (thread_id, tag_id, created_at)
		select t.id, tag_id, t.created_at from threads t, unnest(${tagIds}::bigint[]) as tag_id
		where t.id = ${threadId} on conflict do nothing`;
}

/** Notes whom a text names; returns those whom it did not name before. */
export async function putMentions(tx: Tx, postId: number, memberIds: number[]): Promise<number[]> {
	await tx`delete from post_mentions where post_id = ${postId} and member_id <> all(${memberIds}::bigint[])`;
	const added = await tx<{ memberId: number }[]>`
		insert into post_mentions (post_id, member_id) select ${postId}, unnest(${memberIds}::bigint[])
		on conflict do nothing returning member_id`;
	return added.map((row) => row.memberId);
}

/** Ties the writer's own uploads to a post; earlier ties stay, since earlier revisions show them. */
export async function useFiles(tx: Tx, postId: number, fileIds: number[], ownerId: number): Promise<void> {
	if (fileIds.length === 0) return;
	await tx`
		insert into file_uses (file_id, post_id)
		select id, ${postId} from files
		where id = any(${fileIds}::bigint[]) and owner_id = ${ownerId} and purpose = 'post'
		on conflict do nothing`;
}

/** Pixels of the files that a text shows. */
export async function findFileSizes(
	sql: Db,
	fileIds: number[],
): Promise<Map<number, { width: number; height: number }>> {
	if (fileIds.length === 0) return new Map();
	const rows = await sql<{ id: number; width: number; height: number }[]>`
		select id, width, height from files where id = any(${fileIds}::bigint[]) and width is not null and height is not null`;
	return new Map(rows.map(({ id, width, height }) => [id, { width, height }]));
}

/** Lets a waiting thread be seen, dated now: what waited is new to everybody. */
export async function publishThreadRow(tx: Tx, threadId: number): Promise<void> {
	await tx`
		update threads set state = 'published', created_at = now(), active_at = now()
		where id = ${threadId} and state = 'pending'`;
	await tx`update thread_tags set created_at = now() where thread_id = ${threadId}`;
}

/** Lets a waiting post be seen; of several, the one written later stays the later one. False when it waits no more. */
export async function publishPostRow(tx: Tx, postId: number): Promise<boolean> {
	const rows = await tx`
		update posts set state = 'published', created_at = clock_timestamp() where id = ${postId} and state = 'pending' returning 1`;
	return rows.length > 0;
}

export type DraftPlace = { kind: 'thread' | 'answer' | 'comment' | 'edit'; targetId: number };

/** Throws away what was kept while this was written, also what the same person kept before signing in. */
export async function dropDrafts(
	tx: Db,
	who: { memberId: number | null; visitorHash: string | null },
	place: DraftPlace,
): Promise<void> {
	await tx`
		delete from drafts
		where kind = ${place.kind} and target_id = ${place.targetId}
			and (member_id = ${who.memberId} or visitor_hash = ${who.visitorHash})`;
}

/** Whether the post came with an import: its pictures may lie at their source. */
export async function isImported(sql: Db, postId: number): Promise<boolean> {
	const rows = await sql`select 1 from posts where id = ${postId} and source is not null`;
	return rows.length > 0;
}
