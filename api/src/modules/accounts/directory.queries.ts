import type { Role } from '@ikatan/contracts/common';
import { first, manyIds, type Db } from '../../platform/db.ts';

export type AuthorRow = {
	id: number;
	handle: string;
	displayName: string;
	role: Role;
	state: string;
	pictureFileId: number | null;
	title: string;
	company: string | null;
};

function authorColumns(sql: Db) {
	return sql`m.id, m.handle, m.display_name, m.role, m.state, m.picture_file_id, m.title, c.name as company`;
}

export async function listAuthors(sql: Db, ids: number[]): Promise<AuthorRow[]> {
	return await sql<AuthorRow[]>`
		select ${authorColumns(sql)} from members m left join companies c on c.id = m.company_id
		where m.id = any(${manyIds(sql, ids)})`;
}

export type CardRow = AuthorRow & { reputation: number; joinedAt: string; answers: number; accepted: number };

function cards(sql: Db) {
	return sql`
		select ${authorColumns(sql)}, s.reputation, m.created_at as joined_at, s.answers, s.accepted
		from members m left join companies c on c.id = m.company_id join member_stats s on s.member_id = m.id`;
}

export async function listCards(sql: Db, ids: number[]): Promise<CardRow[]> {
	return await sql<CardRow[]>`${cards(sql)} where m.id = any(${manyIds(sql, ids)}) and m.state <> 'deleted'`;
}

/** Words as they are written, for a pattern of `like`. */
export const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** A condition on `members m`: whoever shows to others, not the gone, not the suspended, and nobody whose address is still to be verified. */
export function shownMember(sql: Db) {
	return sql`m.state not in ('deleted', 'suspended') and (m.mail_verified_at is not null or m.mail is null)`;
}

/** Members by reputation, best first; found by a part of name or handle when `words` are given. */
export async function listMembers(
	sql: Db,
	{ words, after, limit }: { words: string; after: { reputation: number; id: number } | undefined; limit: number },
): Promise<CardRow[]> {
	const pattern = `%${escapeLike(words.toLowerCase())}%`;
	return await sql<CardRow[]>`
		${cards(sql)}
		where m.state <> 'deleted' and ${shownMember(sql)}
			and ${words === '' ? sql`true` : sql`(m.handle || ' ' || lower(m.display_name)) like ${pattern}`}
			and ${after ? sql`s.reputation <= ${after.reputation} and (s.reputation < ${after.reputation} or s.member_id > ${after.id})` : sql`true`}
		order by s.reputation desc, s.member_id
		limit ${limit}`;
}

export type SuggestedRow = { handle: string; name: string; pictureFileId: number | null };

/**
 * Members whose handle or a word of whose name begins so. Those who wrote in the thread come first, where every member may read it:
 * elsewhere the order would tell who writes there.
 */
export async function suggestMembers(
	sql: Db,
	{ begins, threadId, limit }: { begins: string; threadId: number | null; limit: number },
): Promise<SuggestedRow[]> {
	const from = begins.toLowerCase();
	// From the first text that begins so to the last one, in the order of bytes: a range that an index serves whatever the plan.
	const to = `${from}\u{10ffff}`;
	// A trigram index needs three letters; with fewer, only the beginning of the whole name is looked at.
	const word = begins.length >= 3 ? `% ${escapeLike(from)}%` : null;
	return await sql<SuggestedRow[]>`
		with here as (
			select distinct p.author_id as id
			from posts p join threads t on t.id = p.thread_id join spaces s on s.id = t.space_id
			where t.id = ${threadId} and t.state = 'published' and p.state = 'published' and not p.author_hidden
				and s.kind in ('public', 'members') and p.author_id is not null
			limit 200
		), found as (
			(select m.id from here join members m on m.id = here.id
				where m.handle ~>=~ ${from} and m.handle ~<~ ${to}
					or (' ' || lower(m.display_name)) like ${`% ${escapeLike(from)}%`} limit 50)
			union
			(select m.id from members m where m.handle ~>=~ ${from} and m.handle ~<~ ${to} order by m.handle using ~<~ limit 50)
			union
			(select m.id from members m where lower(m.display_name) ~>=~ ${from} and lower(m.display_name) ~<~ ${to}
				order by lower(m.display_name) using ~<~ limit 50)
			union
			(select m.id from members m where (m.handle || ' ' || lower(m.display_name)) like ${word} limit 50)
		)
		select m.handle, m.display_name as name, m.picture_file_id
		from found join members m on m.id = found.id left join here on here.id = m.id
		where ${shownMember(sql)}
		order by here.id is null, not starts_with(m.handle, ${from}), m.reputation desc, m.id
		limit ${limit}`;
}

/** Of these members those who show to others, in the order of the ids. */
export async function listShown(sql: Db, ids: number[]): Promise<SuggestedRow[]> {
	if (ids.length === 0) return [];
	return await sql<SuggestedRow[]>`
		select m.handle, m.display_name as name, m.picture_file_id
		from members m where m.id = any(${ids}::bigint[]) and ${shownMember(sql)}
		order by array_position(${ids}::bigint[], m.id)`;
}

export type PublicMember = AuthorRow & {
	bio: string;
	reputation: number;
	joinedAt: string;
	lastSeenAt: string | null;
};

/** A member by handle, also by one that they had before; undefined for nobody and for former members. */
export async function memberByHandle(sql: Db, handle: string): Promise<PublicMember | undefined> {
	const asked = handle.toLowerCase();
	return first(
		await sql<PublicMember[]>`
			select ${authorColumns(sql)}, m.bio, m.reputation, m.created_at as joined_at, m.last_seen_at
			from members m left join companies c on c.id = m.company_id
			where m.state <> 'deleted'
				and m.id = coalesce(
					(select id from members where handle = ${asked}),
					(select member_id from former_handles where handle = ${asked}))`,
	);
}

/** Ids of members by handle (also one they had before), for mentions; suspended and former members are missing. */
export async function membersByHandles(sql: Db, handles: string[]): Promise<Map<string, number>> {
	if (handles.length === 0) return new Map();
	const asked = [...new Set(handles.map((handle) => handle.toLowerCase()))];
	const rows = await sql<{ handle: string; id: number }[]>`
		select distinct on (h.handle) h.handle, m.id
		from (
			select handle, id, 1 as rank from members where handle = any(${asked}::text[])
			union all
			select handle, member_id, 2 from former_handles where handle = any(${asked}::text[])
		) h join members m on m.id = h.id
		where m.state not in ('deleted', 'suspended')
		order by h.handle, h.rank`;
	return new Map(rows.map((row) => [row.handle, row.id]));
}

/** A member as a mail to them needs it. */
export type MailMember = {
	id: number;
	displayName: string;
	mail: string;
	/** Only a verified address gets mail about anything but the account itself. */
	mailVerified: boolean;
	language: string;
	timeZone: string;
};

/** Where and how a member gets mail; undefined for who has no address, is suspended or gone. */
export async function mailMember(sql: Db, memberId: number): Promise<MailMember | undefined> {
	return first(
		await sql<MailMember[]>`
			select id, display_name, mail, mail_verified_at is not null as mail_verified, language, time_zone
			from members where id = ${memberId} and mail is not null and state not in ('deleted', 'suspended')`,
	);
}
