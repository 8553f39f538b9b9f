import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';
import type { NoticeKind } from './kinds.ts';

/** What a notice is about: the place, who wrote there and whom it names. */
export type Place = {
	threadId: number;
	spaceId: number;
	companyId: number | null;
	threadAuthorId: number | null;
	threadState: string;
	postState: string;
	postKind: 'opening' | 'answer' | 'comment';
	postAuthorId: number | null;
	parentAuthorId: number | null;
	mentionedIds: number[];
};

export async function findPlace(sql: Db, postId: number): Promise<Place | undefined> {
	return first(
		await sql<Place[]>`
			select t.id as thread_id, t.space_id, t.company_id, t.author_id as thread_author_id, t.state as thread_state,
				p.state as post_state, p.kind as post_kind, p.author_id as post_author_id, parent.author_id as parent_author_id,
				array(select member_id from post_mentions m where m.post_id = p.id) as mentioned_ids
			from posts p join threads t on t.id = p.thread_id left join posts parent on parent.id = p.parent_id
			where p.id = ${postId}`,
	);
}

export type ChoiceRow = { memberId: number; kind: NoticeKind; channel: 'app' | 'mail'; chosen: boolean };

export async function listChoices(sql: Db, memberIds: number[]): Promise<ChoiceRow[]> {
	return await sql<ChoiceRow[]>`
		select member_id, kind, channel, chosen from notice_choices where member_id = any(${memberIds}::bigint[])`;
}

export async function putChoice(tx: Db, choice: ChoiceRow): Promise<void> {
	await tx`
		insert into notice_choices (member_id, kind, channel, chosen)
		values (${choice.memberId}, ${choice.kind}, ${choice.channel}, ${choice.chosen})
		on conflict (member_id, kind, channel) do update set chosen = excluded.chosen`;
}

export type NewNotice = {
	memberId: number;
	kind: NoticeKind;
	threadId: number;
	postId: number;
	actorId: number | null;
	groupKey: string;
	/** Null for notices that come by the clock. */
	eventId: number | null;
	mailDueAt: Date | null;
};

/**
 * Adds an event to the member's bundle, or opens one; the same event again adds nothing. A bundle that was mailed and not seen
 * is mailed again with what came since, an hour later at the earliest.
 */
export async function addNotice(tx: Tx, notice: NewNotice): Promise<void> {
	if (notice.eventId !== null && (await isKnownEvent(tx, notice.memberId, notice.eventId))) return;
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into notices (member_id, kind, thread_id, post_id, actor_ids, group_key, mail_due_at)
			values (${notice.memberId}, ${notice.kind}, ${notice.threadId}, ${notice.postId},
				array_remove(array[${notice.actorId}::bigint], null), ${notice.groupKey}, ${notice.mailDueAt})
			on conflict (member_id, group_key) where seen_at is null do update set
				count = notices.count + 1,
				updated_at = now(),
				actor_ids = (array_remove(array[${notice.actorId}::bigint], null)
					|| array_remove(notices.actor_ids, ${notice.actorId}::bigint))[1:5],
				mail_due_at = case
					when excluded.mail_due_at is null then notices.mail_due_at
					when notices.mailed_at is not null then greatest(excluded.mail_due_at, notices.mailed_at + interval '1 hour')
					else coalesce(notices.mail_due_at, excluded.mail_due_at) end,
				mailed_at = case when excluded.mail_due_at is null then notices.mailed_at end
			returning id`,
	);
	if (notice.eventId === null) return;
	await tx`
		insert into notice_events (member_id, event_id, notice_id) values (${notice.memberId}, ${notice.eventId}, ${id})`;
}

async function isKnownEvent(tx: Tx, memberId: number, eventId: number): Promise<boolean> {
	const rows = await tx`select 1 from notice_events where member_id = ${memberId} and event_id = ${eventId}`;
	return rows.length > 0;
}

export async function countUnseen(sql: Db, memberId: number): Promise<number> {
	return one(
		await sql<
			{ unseen: number }[]
		>`select count(*) as unseen from notices where member_id = ${memberId} and seen_at is null`,
	).unseen;
}

export type NoticeRow = {
	id: number;
	kind: NoticeKind;
	count: number;
	actorIds: number[];
	postId: number;
	threadId: number;
	threadTitle: string;
	threadKind: string;
	excerpt: string;
	updatedAt: string;
	seen: boolean;
};

/** A member's notices about threads that they may (still) read, newest first. */
export async function listNoticeRows(
	sql: Db,
	visibility: Visibility,
	wanted: { memberId: number; onlyUnseen: boolean; before?: { updatedAt: string; id: number }; limit: number },
): Promise<NoticeRow[]> {
	return await sql<NoticeRow[]>`
		select n.id, n.kind, n.count, n.actor_ids, n.post_id, n.thread_id, t.title as thread_title, t.kind as thread_kind,
			case when p.state = 'published' then left(p.plain_text, 180) else '' end as excerpt,
			n.updated_at, n.seen_at is not null as seen
		from notices n join threads t on t.id = n.thread_id join posts p on p.id = n.post_id
		where n.member_id = ${wanted.memberId} and ${visibleThread(sql, visibility)}
			and ${wanted.onlyUnseen ? sql`n.seen_at is null` : sql`true`}
			and ${wanted.before ? sql`(n.updated_at, n.id) < (${wanted.before.updatedAt}, ${wanted.before.id})` : sql`true`}
		order by n.updated_at desc, n.id desc limit ${wanted.limit}`;
}

export async function markSeen(
	tx: Db,
	memberId: number,
	which: { ids?: number[]; threadId?: number; all?: boolean },
): Promise<void> {
	const chosen = which.all
		? tx`true`
		: which.threadId !== undefined
			? tx`thread_id = ${which.threadId}`
			: tx`id = any(${which.ids ?? []}::bigint[])`;
	await tx`update notices set seen_at = now() where member_id = ${memberId} and seen_at is null and ${chosen}`;
}

/** Members who have notices to be mailed by now. */
export async function listMailDue(sql: Db, now: Date): Promise<{ memberId: number }[]> {
	return await sql<{ memberId: number }[]>`
		select distinct member_id from notices
		where mail_due_at <= ${now} and mailed_at is null and seen_at is null limit 200`;
}

/** Locks and returns a member's notices due by now, oldest first. */
export async function takeMailDue(tx: Tx, memberId: number, now: Date): Promise<{ id: number; updatedAt: string }[]> {
	return await tx<{ id: number; updatedAt: string }[]>`
		select id, updated_at from notices
		where member_id = ${memberId} and mail_due_at <= ${now} and mailed_at is null and seen_at is null
		order by id for update skip locked`;
}

export async function markMailed(tx: Tx, ids: number[], now: Date): Promise<void> {
	await tx`update notices set mailed_at = ${now} where id = any(${ids}::bigint[])`;
}

export async function findThreadTitle(sql: Db, threadId: number): Promise<string | null> {
	return first(await sql<{ title: string }[]>`select title from threads where id = ${threadId}`)?.title ?? null;
}

/** Takes away the inbox and the choices of a member who left. */
export async function forgetNotices(tx: Tx, memberId: number): Promise<void> {
	await tx`delete from notices where member_id = ${memberId}`;
	await tx`delete from notice_choices where member_id = ${memberId}`;
}
