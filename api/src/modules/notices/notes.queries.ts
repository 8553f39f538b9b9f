import { isStaff, moderates, writers, type Actor } from '../../platform/actor.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { inReadableSpace, visibleThread, type Visibility } from '../spaces/index.ts';

/** Whose notices are asked for, with what they may read now. */
export type Reader = { actor: Actor; visibility: Visibility };

/** What a note's key says it is about: `note:<subject>:<number of it>:<number of the note>`. */
const subject = (sql: Db) => sql`split_part(n.group_key, ':', 2)`;
const subjectId = (sql: Db) => sql`split_part(n.group_key, ':', 3)::bigint`;

/**
 * A condition on `notices n`: no note of the team, or one that the reader may read now. Rights go by a role, a space, a company: all
 * may have changed since it was told, and with them go its words.
 */
export function noNoteOfOthers(sql: Db, { actor, visibility }: Reader) {
	if (!writers(actor)) return sql`n.kind <> 'note'`;
	if (isStaff(actor))
		return sql`(n.kind <> 'note' or ${subject(sql)} <> 'thread' or ${threadIsOpen(sql, { actor, visibility })})`;
	return sql`(n.kind <> 'note' or case ${subject(sql)}
		when 'insight' then false
		when 'thread' then ${threadIsOpen(sql, { actor, visibility })}
		when 'member' then ${memberIsKnown(sql, { actor, visibility })}
		else true end)`;
}

/** A condition on `threads t`: where the reader moderates. */
const moderated = (sql: Db, actor: Actor) =>
	moderates(actor) ? sql`true` : sql`t.space_id = any(${actor.moderatedSpaceIds}::bigint[])`;

const threadIsOpen = (sql: Db, { actor, visibility }: Reader) => sql`exists (
	select from threads t where t.id = ${subjectId(sql)} and ${visibleThread(sql, visibility)}
		and ${isStaff(actor) ? sql`true` : moderated(sql, actor)})`;

/** Moderators know their own company's and nobody's people, and who wrote where they moderate. */
const memberIsKnown = (sql: Db, { actor, visibility }: Reader) => sql`(exists (
	select from members noted where noted.id = ${subjectId(sql)} and ${actor.role === 'moderator'}
		and (noted.company_id is null or noted.company_id = ${actor.companyId})
) or exists (
	select from posts p join threads t on t.id = p.thread_id
	where p.author_id = ${subjectId(sql)} and ${moderated(sql, actor)} and ${inReadableSpace(sql, visibility)}))`;

/** Deletes a member's notices of notes that they may not read any more, seen or not; returns when those were mailed. */
export async function dropUnreadableNotes(tx: Tx, memberId: number, reader: Reader): Promise<string[]> {
	const rows = await tx<{ mailedAt: string | null }[]>`
		delete from notices n where n.member_id = ${memberId} and n.kind = 'note' and not ${noNoteOfOthers(tx, reader)}
		returning n.mailed_at`;
	return rows.flatMap((row) => row.mailedAt ?? []);
}

/** Whose notice of a note has changed or gone, and when it was mailed. */
export type Touched = { memberId: number; mailedAt: string | null };

/** Notes come to keepers, and go with what they keep: by the index of a member's notices. */
const ofKeepers = (tx: Tx, groupKeys: string[]) => tx`kind = 'note' and group_key = any(${groupKeys})
	and member_id in (
		select id from members where role not in ('member', 'champion') union select member_id from space_moderators)`;

/** Deletes what was told of notes under these keys; returns whose it was. */
export async function dropNotes(tx: Tx, groupKeys: string[]): Promise<Touched[]> {
	return await tx<Touched[]>`delete from notices where ${ofKeepers(tx, groupKeys)} returning member_id, mailed_at`;
}

/** Has what was told of a note say its new words; returns whose it is. */
export async function rewordNote(tx: Tx, groupKey: string, said: string): Promise<Touched[]> {
	return await tx<Touched[]>`
		update notices set said = ${said} where ${ofKeepers(tx, [groupKey])} and said <> ${said} returning member_id, mailed_at`;
}

/** Members who were told of notes on a thread. */
export async function listToldOfNotes(tx: Tx, threadId: number): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		select distinct member_id from notices where thread_id = ${threadId} and seen_at is null and kind = 'note'`;
	return rows.map((row) => row.memberId);
}

/** Has notices mailed anew that were in mails which did not go out. */
export async function mailAnew(tx: Tx, memberId: number, mailedAt: string[]): Promise<void> {
	// What the app does not show counts as seen with its mail.
	await tx`
		update notices set mailed_at = null, seen_at = case when not in_app and seen_at = mailed_at then null else seen_at end
		where member_id = ${memberId} and mailed_at = any(${mailedAt}::timestamptz[])`;
}
