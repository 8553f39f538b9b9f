import { spaceAddress, tagAddress } from '@ikatan/contracts/addresses';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import { visitor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { spaceBySlug, visibilityFor } from '../spaces/index.ts';
import { findTag } from '../tags/index.ts';
import * as queries from './feed.queries.ts';

/** Feeds show what a visitor may see, whoever asks: readers of feeds share what they fetch. */
async function publicSpaces(deps: Deps) {
	return await visibilityFor(deps.sql, visitor());
}

async function source(deps: Deps, query: { space?: string; tag?: string; threadId?: number }) {
	const visibility = await publicSpaces(deps);
	const { openSpaceIds } = visibility;
	if (query.threadId !== undefined) {
		const thread = await queries.findPublicThread(deps.sql, openSpaceIds, query.threadId);
		if (!thread) throw notFound();
		return {
			title: thread.title,
			path: threadPath(thread),
			rows: await queries.listNewPosts(deps.sql, openSpaceIds, thread.id),
			pathOf: (row: queries.FeedRow) => postPath({ id: row.threadId, title: row.title }, row.id),
		};
	}
	const space = query.space === undefined ? undefined : await spaceBySlug(deps.sql, visibility, query.space);
	const tag = query.tag === undefined ? undefined : await findTag(deps.sql, visibility, query.tag);
	if ((query.space !== undefined && !space) || (query.tag !== undefined && !tag)) throw notFound();
	return {
		title: space?.name ?? tag?.name ?? '',
		path: space ? spaceAddress(space.slug) : tag ? tagAddress(tag.name) : '/',
		rows: await queries.listNewThreads(deps.sql, openSpaceIds, { spaceId: space?.id, tagId: tag?.id }),
		pathOf: (row: queries.FeedRow) => threadPath({ id: row.threadId, title: row.title }),
	};
}

/** The 30 newest threads or posts of a public place. Throws 404 for a place that is not public. */
export async function feedOf(deps: Deps, query: { space?: string; tag?: string; threadId?: number }) {
	const { title, path, rows, pathOf } = await source(deps, query);
	const updatedAt = rows
		.map((row) => row.updatedAt)
		.reduce((latest, at) => (at > latest ? at : latest), '1970-01-01T00:00:00.000Z');
	return {
		title,
		path,
		updatedAt,
		entries: rows.map(({ threadId: _threadId, author, ...row }) => ({
			...row,
			author: author ?? '',
			path: pathOf({ ...row, author, threadId: _threadId }),
		})),
	};
}
