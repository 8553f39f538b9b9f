import { microsecondsOf, momentOf } from '../../platform/cursor.ts';
import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { inReadableSpace, readersAmong, shownPost, type Visibility } from '../spaces/index.ts';
import type { SignedIn } from '../../platform/actor.ts';
import type { NoticeKind } from './kinds.ts';
import { noNoteOfOthers } from './notes.queries.ts';

/** What a notice is about: the place, who wrote there and whom it names. */
export type Place = {
	threadId: number;
	spaceId: number;
	companyId: number | null;
	threadAuthorId: number | null;
	threadState: string;
	/** Whether readers of the thread see it. */
	shown: boolean;
	/** Whether the thread has an answer that is older than the post. */
	answeredBefore: boolean;
	postKind: 'opening' | 'answer' | 'comment';
	postAuthorId: number | null;
	parentAuthorId: number | null;
	mentionedIds: number[];
};

export async function findPlace(sql: Db, postId: number): Promise<Place | undefined> {
	return first(
		await sql<Place[]>`
			select t.id as thread_id, t.space_id, t.company_id, t.author_id as thread_author_id, t.state as thread_state,
				${shownPost(sql)} as shown, p.kind as post_kind, p.author_id as post_author_id, parent.author_id as parent_author_id,
				array(select member_id from post_mentions m where m.post_id = p.id) as mentioned_ids,
				exists (select from posts e where e.thread_id = t.id and e.kind = 'answer' and e.state = 'published'
					and (e.created_at, e.id) < (p.created_at, p.id)) as answered_before
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

/** What happened, as all who are told of it share it. */
export type Happening = {
	/** Null for what comes by the clock. */
	eventId: number | null;
	actorId: number | null;
	threadId: number;
	postId: number;
};
/** What one member gets of it. */
export type NewNotice = {
	memberId: number;
	kind: NoticeKind;
	groupKey: string;
	inApp: boolean;
	mailDueAt: Date | null;
};

/**
 * Adds what happened to each member's bundle, or opens one; the same event again adds nothing. A bundle that was mailed and not
 * seen is mailed again with what came since, an hour later at the earliest. Returns whose notices changed.
 */
export async function addNotices(tx: Tx, happening: Happening, notices: NewNotice[]): Promise<number[]> {
	if (notices.length === 0) return [];
	const { eventId, actorId, threadId, postId } = happening;
	const rows = await tx<{ memberId: number }[]>`
		with fresh as (
			select w.* from unnest(${notices.map((one) => one.memberId)}::bigint[], ${notices.map((one) => one.kind)}::text[],
				${notices.map((one) => one.groupKey)}::text[], ${notices.map((one) => (one.inApp ? 1 : 0))}::int[],
				${notices.map((one) => one.mailDueAt?.toISOString() ?? null)}::timestamptz[])
				as w (member_id, kind, group_key, in_app, mail_due_at)
			where not exists (
				select from notice_events e where e.member_id = w.member_id and e.event_id = ${eventId}::bigint)
		),
		put as (
			insert into notices (member_id, kind, thread_id, post_id, actor_ids, group_key, in_app, mail_due_at)
			select member_id, kind, ${threadId}::bigint, ${postId}::bigint, array_remove(array[${actorId}::bigint], null), group_key,
				in_app = 1, mail_due_at
			from fresh
			on conflict (member_id, group_key) where seen_at is null do update set
				count = notices.count + 1,
				updated_at = now(),
				in_app = notices.in_app or excluded.in_app,
				actor_ids = (excluded.actor_ids || array_remove(notices.actor_ids, ${actorId}::bigint))[1:5],
				mail_due_at = case
					when excluded.mail_due_at is null then notices.mail_due_at
					when notices.mailed_at is not null then greatest(excluded.mail_due_at, notices.mailed_at + interval '1 hour')
					else coalesce(notices.mail_due_at, excluded.mail_due_at) end,
				mailed_at = case when excluded.mail_due_at is null then notices.mailed_at end
			returning id, member_id
		),
		noted as (
			insert into notice_events (member_id, event_id, notice_id)
			select member_id, ${eventId}::bigint, id from put where ${eventId}::bigint is not null
		)
		select member_id from put`;
	return rows.map((row) => row.memberId);
}

/** Of these members those who were told of the thread by this kind before, whether they saw it or not. */
export async function listTold(sql: Db, threadId: number, kind: NoticeKind, memberIds: number[]): Promise<number[]> {
	const rows = await sql<{ memberId: number }[]>`
		select distinct member_id from notices
		where member_id = any(${memberIds}::bigint[]) and thread_id = ${threadId} and kind = ${kind}`;
	return rows.map((row) => row.memberId);
}

/** Of these members those who have a notice of this key, seen or not. */
export async function listHolders(sql: Db, groupKey: string, memberIds: number[]): Promise<number[]> {
	const rows = await sql<{ memberId: number }[]>`
		select distinct member_id from notices
		where member_id = any(${memberIds}::bigint[]) and group_key = ${groupKey}`;
	return rows.map((row) => row.memberId);
}

/** Of a post, and of the comments that go out of sight with it. */
const ofPost = (tx: Tx, postId: number) => tx`(post_id = ${postId} or post_id in (
	select c.id from posts c join posts up on up.id = c.parent_id where up.id = ${postId} and up.state in ('held', 'pending')))`;

/** Takes unseen notices back that have lost their reason; returns whose they were. */
export async function withdrawNotices(
	tx: Tx,
	{ threadId, postId, kinds }: { threadId: number; postId?: number; kinds?: NoticeKind[] },
): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		delete from notices
		where thread_id = ${threadId} and seen_at is null
			and ${kinds ? tx`kind = any(${kinds})` : tx`true`}
			-- What is bundled with others stays for their sake.
			and ${postId === undefined ? tx`true` : tx`count = 1 and ${ofPost(tx, postId)}`}
		returning member_id`;
	return [...new Set(rows.map((row) => row.memberId))];
}

/**
 * Takes a member's unseen notices back whose threads they may not read any more, and all of other than these kinds, also those that
 * were seen: they are of the team.
 */
export async function withdrawUnreadable(
	tx: Tx,
	memberId: number,
	visibility: Visibility,
	kinds: NoticeKind[],
): Promise<void> {
	await tx`delete from notices where member_id = ${memberId} and kind <> all(${kinds})`;
	await tx`
		delete from notices n using threads t
		where n.member_id = ${memberId} and n.seen_at is null and t.id = n.thread_id and not ${inReadableSpace(tx, visibility)}`;
}

/** Takes unseen notices of a thread back from those who may not read it where it is now; returns whose they were. */
export async function withdrawFromStrangers(tx: Tx, threadId: number): Promise<number[]> {
	const place = first(
		await tx<{ spaceId: number; companyId: number | null }[]>`
			select space_id, company_id from threads where id = ${threadId}`,
	);
	const told = await tx<{ memberId: number }[]>`
		select distinct member_id from notices where thread_id = ${threadId} and seen_at is null`;
	if (!place || told.length === 0) return [];
	const may = await readersAmong(
		tx,
		place,
		told.map((row) => row.memberId),
	);
	const rows = await tx<{ memberId: number }[]>`
		delete from notices
		where thread_id = ${threadId} and seen_at is null and member_id <> all(${[...may]}::bigint[])
		returning member_id`;
	return [...new Set(rows.map((row) => row.memberId))];
}

/** Has notices name the thread that their posts are in now. */
export async function followPosts(tx: Tx, postIds: number[]): Promise<void> {
	await tx`
		update notices n set thread_id = p.thread_id from posts p
		where p.id = any(${postIds}::bigint[]) and n.post_id = p.id and n.thread_id <> p.thread_id`;
}

/** How many of each member's notices wait in the app. */
export async function countUnseenOf(sql: Db, memberIds: number[]): Promise<{ memberId: number; unseen: number }[]> {
	return await sql<{ memberId: number; unseen: number }[]>`
		select m.id as member_id,
			(select count(*) from notices n where n.member_id = m.id and n.seen_at is null and n.in_app) as unseen
		from unnest(${memberIds}::bigint[]) as m (id)`;
}

export async function countUnseen(sql: Db, memberId: number): Promise<number> {
	return one(await countUnseenOf(sql, [memberId])).unseen;
}

export type NoticeRow = {
	id: number;
	kind: NoticeKind;
	count: number;
	actorIds: number[];
	/** Null for what is said of no post; `path` leads on then. */
	postId: number | null;
	threadId: number | null;
	threadTitle: string;
	threadKind: string;
	path: string | null;
	excerpt: string;
	/** The reader's own words that it answers, and what the company says. */
	words: string;
	said: string;
	updatedAt: string;
	/** Where it stands in the list. */
	place: number;
	seen: boolean;
};

/** Which of a member's notices: a page of the inbox, or those of a mail; of the kinds that come to such a member. */
type Wanted = { actor: SignedIn; kinds: NoticeKind[]; limit: number } & (
	{ onlyUnseen: boolean; before?: { place: number; id: number } } | { ids: number[] }
);

/** A member's notices about what they may (still) read, newest first; of bundles, also when their first post is gone. */
export async function listNoticeRows(sql: Db, visibility: Visibility, wanted: Wanted): Promise<NoticeRow[]> {
	return await sql<NoticeRow[]>`
		select n.id, n.kind, n.count, n.actor_ids, n.post_id, n.thread_id, coalesce(n.title, t.title, '') as thread_title,
			coalesce(t.kind, '') as thread_kind, n.path, n.words, n.said,
			case when ${shownPost(sql)} then left(p.plain_text, 180) else '' end as excerpt,
			n.updated_at, ${microsecondsOf(sql, sql`n.updated_at`)} as place, n.seen_at is not null as seen
		from notices n left join threads t on t.id = n.thread_id left join posts p on p.id = n.post_id
		where n.member_id = ${wanted.actor.id} and n.kind = any(${wanted.kinds})
			and ${noNoteOfOthers(sql, { actor: wanted.actor, visibility })}
			and (n.thread_id is null or (t.state = 'published' and ${inReadableSpace(sql, visibility)}))
			and (n.post_id is null or ${shownPost(sql)} or n.count > 1) and ${chosen(sql, wanted)}
		order by n.updated_at desc, n.id desc limit ${wanted.limit}`;
}

function chosen(sql: Db, wanted: Wanted) {
	if ('ids' in wanted) return sql`n.id = any(${wanted.ids}::bigint[])`;
	const { onlyUnseen, before } = wanted;
	return sql`n.in_app and ${onlyUnseen ? sql`n.seen_at is null` : sql`true`}
		and ${before ? sql`(n.updated_at, n.id) < (${momentOf(sql, before.place)}, ${before.id})` : sql`true`}`;
}

/** Marks some, all that the app shows, or all of a thread: who has read the thread needs no mail about it either. */
export async function markSeen(
	tx: Db,
	memberId: number,
	which: { ids?: number[]; threadId?: number; all?: boolean },
): Promise<void> {
	const meant = which.all
		? tx`in_app`
		: which.threadId !== undefined
			? tx`thread_id = ${which.threadId}`
			: tx`id = any(${which.ids ?? []}::bigint[])`;
	await tx`update notices set seen_at = now() where member_id = ${memberId} and seen_at is null and ${meant}`;
}

/** When mail is looked for, and the latest moment for which any can be due: what is due later was dated by a clock that was ahead. */
export type MailRound = { now: Date; latest: Date };

/** A condition on notices: due by now. */
const mailDue = (sql: Db, { now, latest }: MailRound) => sql`(mail_due_at <= ${now} or mail_due_at > ${latest})`;

/** Members who have notices to be mailed by now. */
export async function listMailDue(sql: Db, round: MailRound): Promise<{ memberId: number }[]> {
	return await sql<{ memberId: number }[]>`
		select distinct member_id from notices
		where ${mailDue(sql, round)} and mailed_at is null and seen_at is null limit 200`;
}

/** Locks and returns a member's notices due by now, oldest first. */
export async function takeMailDue(
	tx: Tx,
	memberId: number,
	round: MailRound,
): Promise<{ id: number; updatedAt: string }[]> {
	return await tx<{ id: number; updatedAt: string }[]>`
		select id, updated_at from notices
		where member_id = ${memberId} and ${mailDue(tx, round)} and mailed_at is null and seen_at is null
		order by id for update skip locked`;
}

/** Notes that these were mailed; what nobody can see in the app is closed with that. */
export async function markMailed(tx: Tx, ids: number[], now: Date): Promise<void> {
	await tx`
		update notices set mailed_at = ${now}, seen_at = case when not in_app then ${now}::timestamptz end
		where id = any(${ids}::bigint[])`;
}

/** Puts a member's due mail off. */
export async function putOffMail(sql: Db, memberId: number, round: MailRound, until: Date): Promise<void> {
	await sql`
		update notices set mail_due_at = ${until}
		where member_id = ${memberId} and ${mailDue(sql, round)} and mailed_at is null and seen_at is null`;
}

/** A thread's title, for who may read it. */
export async function findThreadTitle(sql: Db, visibility: Visibility, threadId: number): Promise<string | null> {
	const rows = await sql<{ title: string }[]>`
		select t.title from threads t
		where t.id = ${threadId} and t.state = 'published' and ${inReadableSpace(sql, visibility)}`;
	return first(rows)?.title ?? null;
}

/** Takes away the inbox and the choices of a member who left. */
export async function forgetNotices(tx: Tx, memberId: number): Promise<void> {
	await tx`delete from notices where member_id = ${memberId}`;
	await tx`delete from notice_choices where member_id = ${memberId}`;
}
