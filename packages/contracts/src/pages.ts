import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Author, Id, Time } from './common.ts';
import { MemberCard } from './accounts.ts';
import { HomeBlock } from './brand.ts';
import { Space } from './spaces.ts';
import { Tag } from './tags.ts';
import { ListOrder, ThreadKind, ThreadRow } from './threads.ts';
import { WatchLevel } from './watching.ts';

/** What the left rail shows on every page. */
export const Rail = z.object({
	counts: z.object({
		question: z.number(),
		idea: z.number(),
		problem: z.number(),
		discussion: z.number(),
		announcement: z.number(),
	}),
	spaces: z.array(Space),
	/** Something stands on the public roadmap. */
	roadmap: z.boolean(),
	/** What waits for whoever looks after the community; null for everybody else. */
	team: z
		.object({
			/** Posts that wait for a decision that the reader may make; null for who moderates nothing. */
			moderation: z.number().nullable(),
			/** For staff, each counted up to 100: insights that are still new, threads not yet mined, nominations. */
			product: z.object({ insights: z.number(), mining: z.number(), nominations: z.number() }).nullable(),
		})
		.nullable(),
});
export type Rail = z.infer<typeof Rail>;
export const readRail = endpoint({
	method: 'GET',
	path: '/api/pages/rail',
	summary: 'Counts and spaces for the navigation',
	reply: Rail,
});

export const HomeQuery = z.object({
	order: ListOrder.default('newest'),
	space: z.string().max(60).optional(),
	tag: z.string().max(40).optional(),
	kind: ThreadKind.optional(),
	after: Cursor.optional(),
	before: Cursor.optional(),
});
export const HomePage = z.object({
	/** The greeting: questions that wait, and how many people the reader's answers reached. */
	hello: z.object({ waiting: z.number(), helpedThisWeek: z.number() }).nullable(),
	order: ListOrder,
	space: Space.nullable(),
	tag: Tag.nullable(),
	kind: ThreadKind.nullable(),
	myWatch: WatchLevel.nullable(),
	threads: z.array(ThreadRow),
	next: Cursor.nullable(),
	previous: Cursor.nullable(),
	topHelpers: z.array(z.object({ member: Author, accepted: z.number(), answers: z.number() })),
	popularTags: z.array(Tag),
	solvedThisWeek: z.array(z.object({ path: z.string(), title: z.string(), answers: z.number() })),
	/** What is shown, in this order: on the home page the admin's choice. */
	blocks: z.array(HomeBlock),
	/** The community's own words as HTML, where the home page shows them. */
	text: z.string().nullable(),
});
export type HomePage = z.infer<typeof HomePage>;
/** Home, a space's page and a tag's page: the same list, narrowed. */
export const readHomePage = endpoint({
	method: 'GET',
	path: '/api/pages/home',
	summary: 'Home, a space or a tag: a list with what stands beside it',
	query: HomeQuery,
	reply: HomePage,
});

export const MemberPage = z.object({
	member: MemberCard,
	bio: z.string(),
	lastSeenAt: Time.nullable(),
	threads: z.array(ThreadRow),
	threadsNext: Cursor.nullable(),
	answers: z.array(
		z.object({
			postId: z.number(),
			path: z.string(),
			threadTitle: z.string(),
			excerpt: z.string(),
			score: z.number(),
			accepted: z.boolean(),
			createdAt: Time,
		}),
	),
	answersNext: Cursor.nullable(),
	badges: z.array(z.object({ name: z.string(), count: z.number() })),
	topTags: z.array(z.object({ name: z.string(), answers: z.number() })),
	/** Points by reason, undone ones left out. */
	reputationByReason: z.array(z.object({ reason: z.string(), points: z.number(), count: z.number() })),
	own: z.boolean(),
});
export type MemberPage = z.infer<typeof MemberPage>;
export const readMemberPage = endpoint({
	method: 'GET',
	path: '/api/pages/members/:handle',
	summary: 'A member’s public page; only what the reader may see',
	params: z.object({ handle: z.string().max(30) }),
	query: z.object({ threadsAfter: Cursor.optional(), answersAfter: Cursor.optional() }),
	reply: MemberPage,
});

export const FeedEntry = z.object({
	id: z.number(),
	path: z.string(),
	title: z.string(),
	html: z.string(),
	author: z.string(),
	createdAt: Time,
	updatedAt: Time,
	tags: z.array(z.string()),
});
export const readFeed = endpoint({
	method: 'GET',
	path: '/api/pages/feed',
	summary: 'The 30 newest threads (of a space or tag), or the newest posts of a thread; public ones only',
	query: z.object({
		space: z.string().max(60).optional(),
		tag: z.string().max(40).optional(),
		threadId: Id.optional(),
	}),
	reply: z.object({ title: z.string(), path: z.string(), updatedAt: Time, entries: z.array(FeedEntry) }),
});
export const readSitemap = endpoint({
	method: 'GET',
	path: '/api/pages/sitemap',
	summary: 'Public addresses for search engines, 10,000 threads a page; lists of threads on the first',
	query: z.object({ page: z.coerce.number().int().min(0).max(5000).default(0) }),
	reply: z.object({ pages: z.number(), items: z.array(z.object({ path: z.string(), changedAt: Time.nullable() })) }),
});
export const readOldAddress = endpoint({
	method: 'GET',
	path: '/api/pages/old-address',
	summary: 'Where an address from before the move leads now',
	query: z.object({ path: z.string().max(500) }),
	reply: z.object({ target: z.string() }),
});
