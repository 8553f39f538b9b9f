import { first, one, type Db, type Sql, type Tx } from '../../platform/db.ts';
import { shownPost, visibleThread, type Visibility } from '../spaces/index.ts';

export type FileRow = {
	id: number;
	ownerId: number;
	name: string;
	contentType: string;
	bytes: number;
	width: number | null;
	height: number | null;
	storageKey: string;
	purpose: 'post' | 'picture' | 'brand';
};

export async function insertFile(sql: Db, file: Omit<FileRow, 'id'>): Promise<number> {
	const { id } = one(
		await sql<{ id: number }[]>`
			insert into files (owner_id, name, content_type, bytes, width, height, storage_key, purpose)
			values (${file.ownerId}, ${file.name}, ${file.contentType}, ${file.bytes}, ${file.width}, ${file.height},
				${file.storageKey}, ${file.purpose})
			returning id`,
	);
	return id;
}

export async function findFile(sql: Db, fileId: number): Promise<FileRow | undefined> {
	return first(
		await sql<FileRow[]>`
			select id, owner_id, name, content_type, bytes, width, height, storage_key, purpose from files where id = ${fileId}`,
	);
}

/**
 * Through which of the posts that show it the reader may have a file: `all` when one of them is public, `some` when the reader
 * may read one, `none` otherwise. A waiting or deleted post lends its rights to its author and moderators only.
 */
export async function findReach(sql: Db, visibility: Visibility, fileId: number): Promise<'all' | 'some' | 'none'> {
	const { memberId, moderatedSpaceIds, publicSpaceIds } = visibility;
	const moderated = moderatedSpaceIds === null ? sql`true` : sql`t.space_id = any(${moderatedSpaceIds}::bigint[])`;
	const rows = await sql<{ open: boolean }[]>`
		select ${shownPost(sql)} and t.state = 'published' and t.space_id = any(${publicSpaceIds}::bigint[]) as open
		from file_uses u join posts p on p.id = u.post_id join threads t on t.id = p.thread_id
		where u.file_id = ${fileId} and ${visibleThread(sql, visibility)}
			and ((${shownPost(sql)} and t.state = 'published') or p.author_id = ${memberId} or ${moderated})
		order by open desc limit 1`;
	const [best] = rows;
	return best ? (best.open ? 'all' : 'some') : 'none';
}

/** Uploads before a moment that no post, draft or member shows; `limit` at most. */
export async function deleteUnused(sql: Sql, before: Date, limit: number): Promise<string[]> {
	const rows = await sql<{ storageKey: string }[]>`
		delete from files where id in (
			select f.id from files f
			where f.created_at < ${before} and f.purpose <> 'brand'
				and not exists (select from file_uses u where u.file_id = f.id)
				and not exists (select from members m where m.picture_file_id = f.id)
				and not exists (
					select from drafts d where d.member_id = f.owner_id and d.content ->> 'sourceText' ~ ('/files/' || f.id || '\\M'))
			order by f.created_at limit ${limit}
			for update skip locked
		)
		returning storage_key`;
	return rows.map((row) => row.storageKey);
}

/** Takes a former member's pictures away and returns where they are kept; images in posts stay with the posts. */
export async function deletePictures(tx: Tx, memberId: number): Promise<string[]> {
	const rows = await tx<{ storageKey: string }[]>`
		delete from files where owner_id = ${memberId} and purpose = 'picture'
			and not exists (select from members m where m.picture_file_id = files.id)
		returning storage_key`;
	return rows.map((row) => row.storageKey);
}
