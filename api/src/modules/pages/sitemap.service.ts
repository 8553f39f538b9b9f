import { kindAddress, kindPaths, roadmapAddress, spaceAddress, tagAddress } from '@ikatan/contracts/addresses';
import { threadPath } from '@ikatan/contracts/paths';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { visitor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { findRoadmapChange } from '../insights/index.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';
import * as queries from './sitemap.queries.ts';

type Entry = { path: string; changedAt: string | null };

/** One page of the sitemap, and how many there are: what a visitor may see, whoever asks. Lists stand on the first. */
export async function sitemapPage(deps: Deps, page: number): Promise<{ pages: number; items: Entry[] }> {
	const visibility = await visibilityFor(deps.sql, visitor());
	const [pages, lists, threads] = await Promise.all([
		queries.countSitemapPages(deps.sql),
		page === 0 ? listEntries(deps, visibility) : [],
		queries.listSitemapThreads(deps.sql, visibility.openSpaceIds, page),
	]);
	return {
		pages,
		items: [...lists, ...threads.map((thread) => ({ path: threadPath(thread), changedAt: thread.activeAt }))],
	};
}

/** Home, the roadmap, spaces, kinds and tags, each as old as the newest thread in it; those without any but spaces are left out. */
async function listEntries({ sql }: Deps, { openSpaceIds, spaces }: Visibility): Promise<Entry[]> {
	const [bySpace, byKind, byTag, roadmapAt] = await Promise.all([
		queries.listNewestOfSpaces(sql, openSpaceIds),
		queries.listNewestOfKinds(sql, openSpaceIds, Object.keys(kindPaths) as ThreadKind[]),
		queries.listNewestOfTags(sql, openSpaceIds),
		findRoadmapChange(sql),
	]);
	const ofSpace = new Map(bySpace.map(({ place, newestAt }) => [place, newestAt]));
	return [
		{ path: '/', changedAt: latest(bySpace) },
		{ path: '/tagged', changedAt: latest(byTag) },
		...(roadmapAt === null ? [] : [{ path: roadmapAddress, changedAt: roadmapAt }]),
		...spaces.map(({ id, slug }) => ({ path: spaceAddress(slug), changedAt: ofSpace.get(id) ?? null })),
		...byKind.map(({ place, newestAt }) => ({ path: kindAddress(place), changedAt: newestAt })),
		...byTag.map(({ place, newestAt }) => ({ path: tagAddress(place), changedAt: newestAt })),
	];
}

function latest(rows: { newestAt: string }[]): string | null {
	return rows.reduce<string | null>((newest, { newestAt }) => (newestAt > (newest ?? '') ? newestAt : newest), null);
}
