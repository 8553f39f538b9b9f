import type { DemoCommunity } from '../../../demo/types.ts';
import { changeSettings } from '../../modules/settings/index.ts';
import { recountSpaces } from '../../modules/spaces/index.ts';
import { recountTags } from '../../modules/tags/index.ts';
import { recountMembers, recountThreads } from '../../modules/threads/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { seedDeeds } from './seed-deeds.ts';
import { seedDocuments } from './seed-documents.ts';
import { seedInsights } from './seed-insights.ts';
import { seedModeration } from './seed-moderation.ts';
import { seedNotices } from './seed-notices.ts';
import { seedPeople } from './seed-people.ts';
import { seedPlaces } from './seed-places.ts';
import { seedPosts } from './seed-posts.ts';
import { seedThreads } from './seed-threads.ts';
import { seedVotes } from './seed-votes.ts';

/** Ids by the content's own names. */
export type Seeded = {
	now: Date;
	members: Map<string, number>;
	companies: Map<string, number>;
	spaces: Map<string, number>;
	tags: Map<string, number>;
	threads: Map<string, { id: number; title: string; openingId: number }>;
	/** Answers by `ref/n`, n from 1. */
	answers: Map<string, number>;
};

/** Writes the whole demo community in one transaction: all of it or nothing. */
export async function seedEverything(tx: Tx, deps: Deps, community: DemoCommunity, password: string): Promise<void> {
	const now = deps.clock.now();
	const seeded: Seeded = {
		now,
		members: new Map(),
		companies: new Map(),
		spaces: new Map(),
		tags: new Map(),
		threads: new Map(),
		answers: new Map(),
	};
	await seedPeople(tx, community, seeded, password);
	await seedPlaces(tx, community, seeded);
	await seedThreads(tx, community, seeded);
	await seedPosts(tx, community, seeded);
	await seedVotes(tx, community, seeded);
	await recountThreads(
		tx,
		[...seeded.threads.values()].map((thread) => thread.id),
	);
	await recountMembers(tx, [...seeded.members.values()]);
	await recountSpaces(tx);
	await recountTags(tx);
	await seedDocuments(tx, community, seeded);
	await seedInsights(tx, community, seeded);
	const decisions = await seedModeration(tx, community, seeded);
	await seedDeeds(tx, deps, community, seeded, decisions);
	await seedNotices(tx, seeded);
	await changeSettings(
		tx,
		{
			siteName: community.site.name,
			tagline: community.site.tagline,
			defaultLanguage: 'en',
			watchedWords: community.watchedWords,
			ready: true,
		},
		null,
	);
}
