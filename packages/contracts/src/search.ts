import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id, Nothing } from './common.ts';
import { ThreadKind, ThreadRow } from './threads.ts';

/** Text in pieces, the found words marked: the page draws the marks, no HTML travels. */
export const MarkedText = z.array(z.object({ text: z.string(), hit: z.boolean() }));
export type MarkedText = z.infer<typeof MarkedText>;

export const SearchHit = ThreadRow.extend({ titleMarked: MarkedText, snippet: MarkedText });
export type SearchHit = z.infer<typeof SearchHit>;
/** A page from elsewhere, e.g. of the help centre. */
export const DocumentHit = z.object({
	id: z.number(),
	/** Leads out of the community. */
	url: z.string(),
	titleMarked: MarkedText,
	snippet: MarkedText,
	sourceName: z.string(),
});
export type DocumentHit = z.infer<typeof DocumentHit>;
const FacetCount = z.object({ value: z.string(), label: z.string(), count: z.number(), on: z.boolean() });

export const SearchQuery = z.object({
	/** Words, with operators: tag: space: is: by: "exact" -word */
	q: z.string().trim().max(300).default(''),
	space: z.string().max(60).optional(),
	kind: ThreadKind.optional(),
	tag: z.string().max(40).optional(),
	author: z.string().max(30).optional(),
	solved: z.enum(['yes', 'no']).optional(),
	staff: z.enum(['yes']).optional(),
	since: z.enum(['day', 'week', 'month', 'year']).optional(),
	order: z.enum(['best', 'newest']).default('best'),
	page: z.coerce.number().int().min(1).max(50).default(1),
});
export type SearchQuery = z.infer<typeof SearchQuery>;
export const searchThreads = endpoint({
	method: 'GET',
	path: '/api/search',
	summary: 'Search threads, members, tags and outside documents; only what the reader may see',
	query: SearchQuery,
	reply: z.object({
		items: z.array(SearchHit),
		total: z.number(),
		/** The total is a lower bound. */
		totalIsEstimate: z.boolean(),
		page: z.number(),
		pages: z.number(),
		facets: z.object({
			space: z.array(FacetCount),
			kind: z.array(FacetCount),
			tag: z.array(FacetCount),
			author: z.array(FacetCount),
			solved: z.array(FacetCount),
			staff: z.array(FacetCount),
		}),
		members: z.array(z.object({ handle: z.string(), name: z.string(), pictureUrl: z.string().nullable() })),
		tags: z.array(z.object({ name: z.string(), threads: z.number() })),
		/** On the first page, where nothing but words is asked. */
		documents: z.array(DocumentHit),
		/** Meilisearch is away: PostgreSQL answered. */
		limited: z.boolean(),
		tookMs: z.number(),
	}),
});
export type SearchReply = z.infer<typeof searchThreads.reply>;

export const suggestSearch = endpoint({
	method: 'GET',
	path: '/api/search/suggest',
	summary: 'Results while typing: up to 6 threads, 3 members, 3 tags, 3 outside documents',
	query: z.object({ q: z.string().trim().max(200) }),
	reply: z.object({
		threads: z.array(
			z.object({
				id: z.number(),
				path: z.string(),
				titleMarked: MarkedText,
				solved: z.boolean(),
				answers: z.number(),
				spaceName: z.string(),
			}),
		),
		members: z.array(z.object({ handle: z.string(), name: z.string(), pictureUrl: z.string().nullable() })),
		tags: z.array(z.object({ name: z.string(), threads: z.number() })),
		documents: z.array(z.object({ id: z.number(), url: z.string(), titleMarked: MarkedText, sourceName: z.string() })),
		limited: z.boolean(),
	}),
});

/** Counts towards the docs to write, without who; only when the words find nothing indeed. */
export const noteEmptySearch = endpoint({
	method: 'POST',
	path: '/api/search/empty',
	summary: 'A reader was left with no result for these words',
	body: z.object({ q: z.string().trim().max(300) }),
	reply: Nothing,
	status: 204,
});

export const findSimilar = endpoint({
	method: 'GET',
	path: '/api/similar',
	summary:
		'The 5 threads and 3 outside documents most like a title being typed, best first; those of the space count more',
	query: z.object({ title: z.string().trim().max(300), spaceId: Id.optional(), exceptThreadId: Id.optional() }),
	reply: z.object({
		items: z.array(
			z.object({
				id: z.number(),
				path: z.string(),
				kind: ThreadKind,
				title: z.string(),
				excerpt: z.string(),
				solved: z.boolean(),
				answers: z.number(),
				spaceName: z.string(),
			}),
		),
		documents: z.array(
			z.object({ id: z.number(), url: z.string(), title: z.string(), excerpt: z.string(), sourceName: z.string() }),
		),
		limited: z.boolean(),
	}),
});
/** “This solves it”: counts as a deflection and throws the draft away. */
export const similarSolved = endpoint({
	method: 'POST',
	path: '/api/similar/:threadId/solved',
	summary: 'A thread found while asking solved it: the ask ends',
	params: z.object({ threadId: Id }),
	body: z.object({ title: z.string().trim().max(300) }),
	reply: z.object({ path: z.string() }),
});
