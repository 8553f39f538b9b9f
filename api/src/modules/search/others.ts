import type { SearchReply } from '@ikatan/contracts/search';
import type { Db } from '../../platform/db.ts';
import { pictureUrl, suggestMembers } from '../accounts/index.ts';
import { listTagRows } from '../tags/index.ts';

/** Members and tags whose names begin as typed: public, few, and always up to date, hence asked of PostgreSQL in either case. */
export async function membersAndTags(
	db: Db,
	words: string,
	limit: number,
): Promise<Pick<SearchReply, 'members' | 'tags'>> {
	const begins = words.trim().toLowerCase();
	if (begins.length < 2) return { members: [], tags: [] };
	const [members, tags] = await Promise.all([
		suggestMembers(db, { begins: begins.replace(/^@/, ''), threadId: null, limit }),
		listTagRows(db, { prefix: begins.replace(/^#/, '').replaceAll(/\s+/g, '-'), limit }),
	]);
	return {
		members: members.map(({ handle, name, pictureFileId }) => ({
			handle,
			name,
			pictureUrl: pictureUrl(pictureFileId),
		})),
		tags: tags.map(({ name, threads }) => ({ name, threads })),
	};
}
