import type { MemberCard } from '@ikatan/contracts/accounts';
import { staffRoles, type Author, type Role } from '@ikatan/contracts/common';
import type { Db } from '../../platform/db.ts';
import * as queries from './directory.queries.ts';

/** Where a picture is; the last part only says what it is. */
export function pictureUrl(fileId: number | null): string | null {
	return fileId === null ? null : `/files/${fileId}/picture`;
}

function badgeOf(role: Role): Author['badge'] {
	if ((staffRoles as readonly Role[]).includes(role)) return 'staff';
	return role === 'champion' || role === 'moderator' ? role : null;
}

/** A row as shown beside what its member wrote; the web says “former member” where `former` is set. */
export function asAuthor(row: queries.AuthorRow): Author {
	if (row.state === 'deleted') {
		return {
			id: null,
			handle: null,
			name: '',
			pictureUrl: null,
			badge: null,
			title: null,
			company: null,
			former: true,
		};
	}
	return {
		id: row.id,
		handle: row.handle,
		name: row.displayName,
		pictureUrl: pictureUrl(row.pictureFileId),
		badge: badgeOf(row.role),
		title: row.title || null,
		company: row.company,
		former: false,
	};
}

export function asCard(row: queries.CardRow): MemberCard {
	const { reputation, joinedAt, answers, accepted } = row;
	return { ...asAuthor(row), reputation, joinedAt, answers, accepted };
}

/** Members as authors, by id, in one statement; an id that nobody has is missing. */
export async function authorsByIds(db: Db, ids: number[]): Promise<Map<number, Author>> {
	if (ids.length === 0) return new Map();
	const rows = await queries.listAuthors(db, [...new Set(ids)]);
	return new Map(rows.map((row) => [row.id, asAuthor(row)]));
}

/** Members with their numbers, by id, in one statement; former members are missing. */
export async function memberCardsByIds(db: Db, ids: number[]): Promise<Map<number, MemberCard>> {
	if (ids.length === 0) return new Map();
	const rows = await queries.listCards(db, [...new Set(ids)]);
	return new Map(rows.map((row) => [row.id, asCard(row)]));
}
