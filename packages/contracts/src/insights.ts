import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, Time } from './common.ts';
import { BoardColumn, ProductArea } from './insight-choices.ts';
import { TeamNote } from './notes.ts';

/** 0 nice to have, 1 matters, 2 hurts, 3 critical: would leave over it. */
export const Importance = z.coerce.number().int().min(0).max(3);

/** rising: at least 3 quotes in 30 days and more than in the 30 before; falling: fewer than before. */
export const Trend = z.enum(['rising', 'steady', 'falling']);
export type Trend = z.infer<typeof Trend>;

/** An insight as a card of the board and a row of the list. */
export const InsightRow = z.object({
	id: z.number(),
	title: z.string(),
	columnId: z.number(),
	areaId: z.number().nullable(),
	typeId: z.number().nullable(),
	importance: z.number(),
	owner: z.object({ id: z.number(), name: z.string(), pictureUrl: z.string().nullable() }).nullable(),
	team: z.string(),
	/** Distinct customers behind it: quoted, or voted for an idea that is evidence. */
	customers: z.number(),
	companies: z.number(),
	quotes: z.number(),
	trend: Trend,
	/** The quote that speaks best for it: the most important, then the newest. */
	topQuote: z.string().nullable(),
	/** People told at this stage, and people still owed a word (0 on other stages). */
	told: z.number(),
	owed: z.number(),
	public: z.boolean(),
	version: z.number(),
	createdAt: Time,
	columnSince: Time,
	lastQuoteAt: Time.nullable(),
});
export type InsightRow = z.infer<typeof InsightRow>;

export const InsightFilter = z.object({
	/** Words in the title or in quotes. */
	q: z.string().trim().max(200).optional(),
	area: z.string().max(60).optional(),
	type: z.string().max(60).optional(),
	column: z.string().max(60).optional(),
	importance: Importance.optional(),
	/** A member's number, `me` or `none`. */
	owner: z.string().max(20).optional(),
	team: z.string().max(60).optional(),
	companyId: Id.optional(),
	trend: Trend.optional(),
});
export type InsightFilter = z.infer<typeof InsightFilter>;

export const readBoard = endpoint({
	method: 'GET',
	path: '/api/insights/board',
	summary: 'The board: per column its count and its first cards; narrowed by the filters, in lanes by area on request',
	query: InsightFilter.extend({
		lanes: z.enum(['none', 'area']).default('none'),
		/** Cards per column (and lane). */
		limit: z.coerce.number().int().min(1).max(100).default(30),
	}),
	reply: z.object({
		columns: z.array(BoardColumn.extend({ count: z.number() })),
		/** One lane without area when not asked for lanes. */
		lanes: z.array(
			z.object({
				area: ProductArea.nullable(),
				cells: z.array(
					z.object({ columnId: z.number(), count: z.number(), items: z.array(InsightRow), next: Cursor.nullable() }),
				),
			}),
		),
	}),
});
export type Board = z.infer<typeof readBoard.reply>;
export const readBoardCell = endpoint({
	method: 'GET',
	path: '/api/insights/board/:columnId',
	summary: 'More cards of one column (in one lane when `laneArea` is given; `none` for cards without area)',
	params: z.object({ columnId: Id }),
	query: InsightFilter.extend({ laneArea: z.string().max(60).optional(), after: Cursor.optional() }),
	reply: z.object({ items: z.array(InsightRow), next: Cursor.nullable() }),
});

export const InsightSort = z.enum(['weight', 'newest', 'changed', 'title', 'customers', 'companies', 'importance']);
export const listInsights = endpoint({
	method: 'GET',
	path: '/api/insights',
	summary: 'Insights as a list: filtered, sorted (weight: customers, companies and importance together), by key',
	query: InsightFilter.extend({
		sort: InsightSort.default('weight'),
		after: Cursor.optional(),
		limit: z.coerce.number().int().min(1).max(500).default(50),
	}),
	reply: z.object({ items: z.array(InsightRow), next: Cursor.nullable(), total: z.number() }),
});

export const QuoteKind = z.enum(['passage', 'post', 'thread', 'outside']);
/** One piece of evidence, with the words as they stood when it was captured. */
export const Quote = z.object({
	id: z.number(),
	insightId: z.number().nullable(),
	kind: QuoteKind,
	words: z.string(),
	/** Null where the author's account is gone. */
	author: Author.nullable(),
	company: z.string().nullable(),
	importance: z.number(),
	note: z.string(),
	/** Where it was said: null for words from outside and for places that are gone for good. */
	path: z.string().nullable(),
	threadTitle: z.string().nullable(),
	space: z.string().nullable(),
	/** The post reads differently now: the revision that is quoted. */
	sinceChanged: z.boolean(),
	/** The post was deleted since. */
	sinceDeleted: z.boolean(),
	revision: z.number().nullable(),
	/** Votes and me-too of a thread that is evidence as it stands now. */
	supporters: z.number(),
	outside: z.object({ source: z.string(), url: z.string().nullable(), customer: z.string() }).nullable(),
	quotedBy: z.object({ id: z.number(), name: z.string() }),
	saidAt: Time.nullable(),
	createdAt: Time,
});
export type Quote = z.infer<typeof Quote>;

export const Insight = InsightRow.extend({
	description: z.string(),
	createdBy: Author,
	/** Where it went when it was merged: open that one instead. */
	mergedInto: z.object({ id: z.number(), title: z.string() }).nullable(),
	deleted: z.boolean(),
	/** As the roadmap shows it, while `public`. */
	publicTitle: z.string(),
	publicText: z.string(),
	/** Quotes a day over the last 90 days, oldest first: 90 numbers. */
	perDay: z.array(z.number()),
	companyNames: z.array(z.object({ id: z.number(), name: z.string(), quotes: z.number() })),
	/** How the weight comes about, to be shown in words. */
	weight: z.object({ total: z.number(), customers: z.number(), companies: z.number(), importance: z.number() }),
	/** Threads that are evidence or hold quotes. */
	threads: z.array(
		z.object({ id: z.number(), path: z.string(), title: z.string(), kind: z.string(), quotes: z.number() }),
	),
});
export type Insight = z.infer<typeof Insight>;
export const readInsight = endpoint({
	method: 'GET',
	path: '/api/insights/:insightId',
	summary: 'An insight with its numbers, its first quotes and its notes',
	params: z.object({ insightId: Id }),
	query: z.object({ quotesAfter: Cursor.optional() }),
	reply: z.object({
		insight: Insight,
		quotes: z.array(Quote),
		quotesNext: Cursor.nullable(),
		notes: z.array(TeamNote),
		/** Others that look like the same thing, with the reason. */
		suggestions: z.array(
			z.object({ id: z.number(), title: z.string(), reason: z.string(), shared: z.array(z.string()) }),
		),
		/** The last merge or split, while it can be undone. */
		lastMove: z.object({ id: z.number(), kind: z.enum(['merge', 'split']), title: z.string(), at: Time }).nullable(),
	}),
});
export type InsightPage = z.infer<typeof readInsight.reply>;

/** One line of an insight's history: `what` is said in words by `insights.did.<what>` with `details`. */
export const InsightDeed = z.object({
	id: z.number(),
	actor: Author,
	what: z.enum([
		'made',
		'titled',
		'described',
		'moved',
		'area',
		'type',
		'importance',
		'owner',
		'team',
		'published',
		'unpublished',
		'quoted',
		'unquoted',
		'merged',
		'split',
		'undone',
		'told',
		'deleted',
		'restored',
	]),
	details: z.record(z.string(), z.union([z.string(), z.number()])),
	at: Time,
});
export type InsightDeed = z.infer<typeof InsightDeed>;
export const listInsightDeeds = endpoint({
	method: 'GET',
	path: '/api/insights/:insightId/history',
	summary: 'All that was done with an insight, newest first',
	params: z.object({ insightId: Id }),
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({ items: z.array(InsightDeed), next: Cursor.nullable() }),
});

export const readProductArea = endpoint({
	method: 'GET',
	path: '/api/insights/areas/:slug',
	summary: 'A product area: top insights, rising ones, new this week, and quotes to read aloud',
	params: z.object({ slug: z.string().max(60) }),
	reply: z.object({
		area: ProductArea,
		counts: z.array(z.object({ columnId: z.number(), count: z.number() })),
		top: z.array(InsightRow),
		rising: z.array(InsightRow),
		newThisWeek: z.array(InsightRow),
		aloud: z.array(Quote),
	}),
});
export type ProductAreaPage = z.infer<typeof readProductArea.reply>;
