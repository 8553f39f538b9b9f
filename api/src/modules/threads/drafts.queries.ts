import type { Draft } from '@ikatan/contracts/drafts';
import { first, type Db, type Tx } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';
import type { DraftPlace } from './write.queries.ts';

export type DraftContent = Draft['content'];
export type DraftRow = DraftPlace & { content: DraftContent; updatedAt: string };
/** A member, or a visitor by the SHA-256 of their cookie. */
export type DraftOwner = { memberId: number; visitorHash: null } | { memberId: null; visitorHash: string };

function owned(sql: Db, { memberId, visitorHash }: DraftOwner) {
	return memberId === null ? sql`visitor_hash = ${visitorHash}` : sql`member_id = ${memberId}`;
}

/** Keeps a draft; undefined when its owner has `most` others already. */
export async function putDraft(
	sql: Db,
	owner: DraftOwner,
	{ kind, targetId }: DraftPlace,
	content: DraftContent,
	most: number,
): Promise<{ updatedAt: string } | undefined> {
	const target =
		owner.memberId === null
			? sql`(visitor_hash, kind, target_id) where visitor_hash is not null`
			: sql`(member_id, kind, target_id) where member_id is not null`;
	return first(
		await sql<{ updatedAt: string }[]>`
			insert into drafts (member_id, visitor_hash, kind, target_id, content)
			select ${owner.memberId}::bigint, ${owner.visitorHash}::text, ${kind}::text, ${targetId}::bigint, ${sql.json(content as never)}::jsonb
			where (select count(*) from drafts where ${owned(sql, owner)} and (kind, target_id) <> (${kind}::text, ${targetId}::bigint)) < ${most}
			on conflict ${target} do update set content = excluded.content, updated_at = now()
			returning updated_at`,
	);
}

export async function findDraft(
	sql: Db,
	owner: DraftOwner,
	{ kind, targetId }: DraftPlace,
): Promise<DraftRow | undefined> {
	return first(
		await sql<DraftRow[]>`
			select kind, target_id, content, updated_at from drafts
			where ${owned(sql, owner)} and kind = ${kind} and target_id = ${targetId}`,
	);
}

/** Makes what a visitor kept for this place the member's own, unless the member's own draft is newer; the visitor's is gone then. */
export async function claimDraft(
	tx: Tx,
	memberId: number,
	visitorHash: string,
	{ kind, targetId }: DraftPlace,
): Promise<void> {
	await tx`
		with claimed as (
			delete from drafts where visitor_hash = ${visitorHash} and kind = ${kind} and target_id = ${targetId}
			returning content, updated_at
		)
		insert into drafts (member_id, kind, target_id, content, updated_at)
		select ${memberId}, ${kind}, ${targetId}, content, updated_at from claimed
		on conflict (member_id, kind, target_id) where member_id is not null
			do update set content = excluded.content, updated_at = excluded.updated_at
			where drafts.updated_at < excluded.updated_at`;
}

export type ListedDraft = DraftRow & { threadId: number | null; threadTitle: string | null };

/** A member's drafts, newest first, with the thread that each belongs to as far as they may still see it. */
export async function listDraftRows(sql: Db, visibility: Visibility, memberId: number): Promise<ListedDraft[]> {
	return await sql<ListedDraft[]>`
		select d.kind, d.target_id, d.content, d.updated_at, t.id as thread_id, t.title as thread_title
		from drafts d
		left join posts p on d.kind in ('comment', 'edit') and p.id = d.target_id
		left join threads t on t.id = case when d.kind = 'answer' then d.target_id else p.thread_id end
			and ${visibleThread(sql, visibility)}
		where d.member_id = ${memberId}
		order by d.updated_at desc, d.id desc limit 200`;
}
