import type { Profile, Viewer } from '@ikatan/contracts/accounts';
import { first, type Db, type Sql, type Tx } from '../../platform/db.ts';

type ViewerRow = Omit<Viewer, 'staff' | 'pictureUrl' | 'state' | 'stateUntil' | 'stateReason'> & {
	pictureFileId: number | null;
};

/** What every page shows of the reader. The notices belong to another domain; only their number is read, as for a badge. */
export async function findViewer(sql: Db, memberId: number): Promise<ViewerRow | undefined> {
	return first(
		await sql<ViewerRow[]>`
			select m.id, m.handle, m.display_name, m.mail, m.mail_verified_at is not null as mail_verified, m.role, m.trust_level,
				m.reputation, m.language, m.time_zone, m.theme, m.single_keys, m.picture_file_id,
				(select count(*) from notices n where n.member_id = m.id and n.seen_at is null and n.in_app) as unseen_notices
			from members m where m.id = ${memberId}`,
	);
}

type ProfileRow = Omit<Profile, 'pictureUrl' | 'pendingMail'> & { pictureFileId: number | null };

export async function findProfile(sql: Db, memberId: number): Promise<ProfileRow | undefined> {
	return first(
		await sql<ProfileRow[]>`
			select m.display_name, m.handle, m.bio, m.title, c.name as company, m.picture_file_id, m.language, m.time_zone, m.theme,
				m.shows_presence, m.single_keys, m.mail, m.mail_verified_at is not null as mail_verified, m.created_at
			from members m left join companies c on c.id = m.company_id
			where m.id = ${memberId}`,
	);
}

export type ProfileChanges = {
	displayName?: string;
	handle?: string;
	bio?: string;
	language?: string;
	timeZone?: string;
	theme?: 'system' | 'light' | 'dark';
	showsPresence?: boolean;
	singleKeys?: boolean;
	pictureFileId?: number | null;
};

/**
 * Changes the columns that are given; true when others see the member differently now. A broken constraint `members_handle` says
 * that the handle is taken.
 */
export async function updateProfile(tx: Tx, memberId: number, changes: ProfileChanges): Promise<boolean> {
	const { displayName, handle, bio, language, timeZone, theme, showsPresence, singleKeys, pictureFileId } = changes;
	const [row] = await tx<{ renamed: boolean }[]>`
		update members m set
			display_name = coalesce(${displayName ?? null}, m.display_name),
			handle = coalesce(${handle ?? null}, m.handle),
			bio = coalesce(${bio ?? null}, m.bio),
			language = coalesce(${language ?? null}, m.language),
			time_zone = coalesce(${timeZone ?? null}, m.time_zone),
			theme = coalesce(${theme ?? null}, m.theme),
			shows_presence = coalesce(${showsPresence ?? null}, m.shows_presence),
			single_keys = coalesce(${singleKeys ?? null}, m.single_keys),
			picture_file_id = ${pictureFileId === undefined ? tx`m.picture_file_id` : pictureFileId}
		from members before
		where m.id = ${memberId} and before.id = m.id
		returning (before.display_name, before.handle, before.picture_file_id)
			is distinct from (m.display_name, m.handle, m.picture_file_id) as renamed`;
	return row?.renamed ?? false;
}

/** Whether the file is a picture that the member uploaded. */
export async function ownsPicture(sql: Db, memberId: number, fileId: number): Promise<boolean> {
	const rows = await sql`select 1 from files where id = ${fileId} and owner_id = ${memberId} and purpose = 'picture'`;
	return rows.length > 0;
}

/** Keeps a handle for the member who leaves it, and lets go of the one taken back. */
export async function keepFormerHandle(
	tx: Tx,
	memberId: number,
	before: string,
	after: string,
	now: Date,
): Promise<void> {
	await tx`delete from former_handles where handle = ${after} and member_id = ${memberId}`;
	await tx`
		insert into former_handles (handle, member_id, changed_at) values (${before}, ${memberId}, ${now})
		on conflict (handle) do update set member_id = excluded.member_id, changed_at = excluded.changed_at`;
}

/** How often the member's handle changed within 30 days. */
export async function countRenames(sql: Db, memberId: number, now: Date): Promise<number> {
	const since = new Date(now.getTime() - 30 * 24 * 3_600_000);
	const rows = await sql`select 1 from former_handles where member_id = ${memberId} and changed_at > ${since}`;
	return rows.length;
}

export async function setPicture(tx: Tx, memberId: number, fileId: number | null): Promise<void> {
	await tx`update members set picture_file_id = ${fileId} where id = ${memberId}`;
}

/** Takes away what tells who a former member was; the row stays, because posts point to it. */
export async function eraseMember(tx: Tx, memberId: number, handle: string, now: Date): Promise<void> {
	await tx`
		update members set handle = ${handle}, display_name = '-', mail = null, mail_verified_at = null, password_hash = null,
			role = 'member', state = 'deleted', state_until = null, state_reason = '', company_id = null, title = '', bio = '', picture_file_id = null,
			language = 'en', time_zone = 'UTC', theme = 'system', shows_presence = false, single_keys = true, last_seen_at = null, deleted_at = ${now}
		where id = ${memberId}`;
	await tx`delete from sessions where member_id = ${memberId}`;
	await tx`delete from mail_tokens where member_id = ${memberId}`;
	await tx`delete from request_keys where member_id = ${memberId}`;
	await tx`delete from group_members where member_id = ${memberId}`;
	await tx`delete from space_moderators where member_id = ${memberId}`;
	await tx`delete from former_handles where member_id = ${memberId}`;
	await tx`delete from mails where member_id = ${memberId}`;
}

/** Members who never verified their address, signed up before this moment; imported ones have none. */
export async function listNeverVerified(sql: Sql, before: Date, limit: number): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select id from members
		where mail is not null and mail_verified_at is null and created_at < ${before} and state <> 'deleted' and role = 'member'
		order by created_at limit ${limit}`;
	return rows.map((row) => row.id);
}

/** Forms are remembered for 30 days; a later retry would be a new deed. */
export async function deleteOldRequestKeys(sql: Sql, before: Date): Promise<void> {
	await sql`delete from request_keys where created_at < ${before}`;
}
