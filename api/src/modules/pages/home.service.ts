import { threadPath } from '@ikatan/contracts/paths';
import type { HomePage, Rail } from '@ikatan/contracts/pages';
import type { z } from 'zod';
import type { HomeQuery } from '@ikatan/contracts/pages';
import { isSignedIn, type Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { authorsByIds } from '../accounts/index.ts';
import { currentSettings, defaultSettings } from '../settings/index.ts';
import { countProductWaiting, findRoadmapChange } from '../insights/index.ts';
import { countWaiting } from '../moderation/index.ts';
import { spaceBySlug, spaceFor, sumThreadsByKind, visibilityFor, type Visibility } from '../spaces/index.ts';
import { findTag, listTagRows, type TagRow } from '../tags/index.ts';
import { listThreadsFor } from '../threads/index.ts';
import { findLevel } from '../watching/index.ts';
import { countHelpedThisWeek, listSolvedThisWeek, listTopHelpers } from './home.queries.ts';
import { Kept } from './kept.ts';

/** What stands beside a list is the same for all readers: public spaces only, up to half a minute old. */
const beside = new WeakMap<Deps, Kept<Beside>>();
type Beside = Pick<HomePage, 'topHelpers' | 'popularTags' | 'solvedThisWeek'>;

function besideList(deps: Deps, visibility: Visibility): Promise<Beside> {
	const kept = beside.get(deps) ?? new Kept<Beside>(30);
	beside.set(deps, kept);
	return kept.get(visibility.publicSpaceIds.join(), async () => {
		const spaceIds = visibility.publicSpaceIds;
		const [helpers, popularTags, solved] = await Promise.all([
			listTopHelpers(deps.sql, spaceIds, 5),
			listTagRows(deps.sql, { limit: 12 }),
			listSolvedThisWeek(deps.sql, spaceIds, 4),
		]);
		const authors = await authorsByIds(
			deps.sql,
			helpers.map((helper) => helper.memberId),
		);
		return {
			topHelpers: helpers.flatMap(({ memberId, accepted, answers }) => {
				const member = authors.get(memberId);
				return member && !member.former ? [{ member, accepted, answers }] : [];
			}),
			popularTags,
			solvedThisWeek: solved.map(({ id, title, answers }) => ({ path: threadPath({ id, title }), title, answers })),
		};
	});
}

async function greet(deps: Deps, actor: Actor, visibility: Visibility): Promise<HomePage['hello']> {
	if (!isSignedIn(actor)) return null;
	const waiting = visibility.spaces
		.filter((space) => space.kind === 'public')
		.reduce((sum, space) => sum + space.waiting, 0);
	return { waiting, helpedThisWeek: await countHelpedThisWeek(deps.sql, actor.id) };
}

async function narrow(deps: Deps, visibility: Visibility, query: z.infer<typeof HomeQuery>) {
	const space = query.space === undefined ? null : await spaceBySlug(deps.sql, visibility, query.space);
	const tag: TagRow | null | undefined =
		query.tag === undefined ? null : await findTag(deps.sql, visibility, query.tag);
	if (space === undefined || tag === undefined) throw notFound();
	return { space, tag };
}

/** Home, a space or a tag: the list with what stands beside it. Throws 404 for a space or tag that the reader may not see. */
export async function homeFor(deps: Deps, actor: Actor, query: z.infer<typeof HomeQuery>): Promise<HomePage> {
	const visibility = await visibilityFor(deps.sql, actor);
	const { space, tag } = await narrow(deps, visibility, query);
	const whole = query.space === undefined && query.tag === undefined && query.kind === undefined;
	const target = space ? { kind: 'space' as const, id: space.id } : tag ? { kind: 'tag' as const, id: tag.id } : null;
	const { homeBlocks, homeText } = whole ? await currentSettings(deps.sql) : defaultSettings;
	const [list, side, hello, myWatch] = await Promise.all([
		listThreadsFor(deps.sql, visibility, { ...query, space: space?.slug }),
		besideList(deps, visibility),
		whole ? greet(deps, actor, visibility) : null,
		target && isSignedIn(actor) ? findLevel(deps.sql, actor.id, target) : null,
	]);
	return {
		...side,
		hello,
		order: query.order,
		space: space && spaceFor(actor, space),
		tag,
		kind: query.kind ?? null,
		myWatch,
		threads: list.items,
		next: list.next,
		previous: list.previous,
		blocks: homeBlocks,
		text: homeBlocks.includes('text') ? homeText.html : null,
	};
}

/** The rail says “99+” beyond: an exact number of hundreds helps nobody, and this runs for every page. */
const countUpTo = 100;

/** Counts of public threads by kind, the spaces that the reader may read, whether there is a roadmap, and what waits for the team. */
export async function railFor(deps: Deps, actor: Actor): Promise<Rail> {
	const [visibility, roadmapAt] = await Promise.all([visibilityFor(deps.sql, actor), findRoadmapChange(deps.sql)]);
	const [sums, moderation, product] = await Promise.all([
		sumThreadsByKind(deps.sql, visibility.publicSpaceIds),
		countWaiting(deps.sql, actor, visibility),
		countProductWaiting(deps.sql, actor, visibility, countUpTo),
	]);
	const counts = { question: 0, idea: 0, problem: 0, discussion: 0, announcement: 0 };
	for (const { kind, threads } of sums) counts[kind] = threads;
	const spaces = visibility.spaces.filter((space) => !space.archived).map((space) => spaceFor(actor, space));
	const team = moderation === null && product === null ? null : { moderation, product };
	return { counts, spaces, roadmap: roadmapAt !== null, team };
}
